"""Whether a person stays in office: yes has to have more than half of yes and no.

Judges under the Missouri plan (Missouri Constitution, article V, section 25(c)(1)).
"""

from numerim.schemas.answers import Answers

LAW = Answers(word="retention", title="A person stays in office by more than half of yes and no", takes=("majority",))
