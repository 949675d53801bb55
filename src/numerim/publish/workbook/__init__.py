"""The sheets of `<package>.xlsx`, made from the schema `clean`.

`book` has what every sheet shares: looks, and a text that is written as a text. `parts` says what the sheet of a table
holds, `results` what the sheet of those who just want the results holds; `sheets` writes both. `explain` writes what
columns and words mean, `about` what the package is. `numerim.publish.formats.xlsx` puts them together.
"""
