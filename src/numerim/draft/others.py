"""Words for all of whom a table does not print one by one, in many languages."""

import re

_WORDS = """
    adrir; all other candidates; all other parties; all others; alte partide; alti candidati; altii; altre;
    altre liste; altres; altres candidatures; altri; altri candidati; altri partiti; andere; andere parteien;
    andra; andra partier; andre; andre lister; andre partier; autres; autres candidats; autres listes;
    autres partis; beste batzuk; bestelakoak; citi; diger; diger partiler; digerleri; druge; druge stranke; drugi;
    egyeb; egyeb partok; egyebek; eraill; inne; inne komitety; inni; khac; kiti; lain lain; lainnya; muud; muut;
    muut puolueet; ostale; ostale liste; ostale stranke; ostali; ostatne; ostatne strany; ostatni; ostatni strany;
    other candidates; other lists; other parties; otras; otras candidaturas; otras listas; otros; otros candidatos;
    otros partidos; outras; outros; outros candidatos; outros partidos; overige; overige partijen; overigen;
    ovriga; ovriga partier; ovrige; ovrige partier; partai lain; parti te tjera; pozostale; pozostale komitety;
    pozostali; remaining candidates; resto; sonstige; sonstige parteien; subjekte te tjera; te tjera; te tjere;
    te tjeret; teised; ubrige; ubrige parteien; wengine; αλλα κομματα; αλλοι; λοιπα; λοιπα κομματα; λοιποι; други;
    другие; инші; остале; остали; остальные; остальные партии; останати; прочие; іншыя; інші; інші партіі; այլ;
    այլք; אחרות; אחרים; اخرون; اخرى; دیگر; سایر; अनय; অনয নয; อ น ๆ; อ นๆ; სხვა; სხვები; 기타; 기타 정당; その他;
    其他; 其他政党; 其他政黨; 其它
"""
_ALL = frozenset(word.strip() for word in _WORDS.split(";"))


def is_of_others(plain: str) -> bool:
    """Whether a label is that of all others.

    Args:
        plain: the label, folded.
    """
    return plain in _ALL


_BEGINS = (
    r"(alle |all |total )?(others?|andre|andere|anderen|sonstige\w*|ubrige\w*|autres?|altri|altre|otros|otras|outros"
    r"|outras|ovriga|overige\w*|ovrige|muut|teised|inne|inni|pozostale|ostatni|ostali|egyeb|diger|citi|kiti|alte|altii"
    r"|другие|прочие|інші|други|остали|останати|λοιποι|λοιπα|その他|其他|기타|lain lain|lainnya|wengine)( \w+)?"
)
"""What the label of all those may begin with that are not named by themselves, folded; or of a party."""


def may_be_of_others(plain: str) -> bool:
    """Whether a label may be that of all others, as its figures must show: it has one more word.

    Args:
        plain: the label, folded.
    """
    return is_of_others(plain) or bool(re.fullmatch(_BEGINS, plain))
