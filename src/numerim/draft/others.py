"""Words for all of whom a table does not print one by one, in many languages."""

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
