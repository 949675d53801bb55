"""The objects of an election results report after NIST SP 1500-100, version 2, made from the schema `clean`.

`express` decides what can be expressed; `register` has units, parties, leaders and offices; `elections` has the
contests with their counts. `numerim.publish.formats.nist` puts them together and tells what is left out.
"""
