"""What a release says in a few sentences: who won, and what is doubtful. A `Draft` goes in, words and tallies come out.

`answers` tells what happened from `results`; `doubts` tells the findings, those that matter first, with their places.
The README of a package and its workbook say the same, because both ask here.
"""
