"""JSON and XML in which a word, a key or a sum alone would mislead: what is read of each, and what a slip tells."""

import pytest

from numerim.draft.file import judge_any

NUMBERED = """{"votesByRegion": {
 "1": {"ANN ADAMS": 5547, "BEN BELL": 5848, "VOTOS EN BLANCO": 33, "VOTOS NULOS": 110},
 "2": {"ANN ADAMS": 12800, "BEN BELL": 8609, "VOTOS EN BLANCO": 63, "VOTOS NULOS": 251},
 "3": {"ANN ADAMS": 7619, "BEN BELL": 4023, "VOTOS EN BLANCO": 29, "VOTOS NULOS": 99}}}"""
TOTAL_ABOVE = """{"valdistrikt": [
 {"namn": "Norra", "totaltAntalRoster": 1077, "rostfordelning": {"paverkar": {"antalRoster": 1069, "partiRoster": [
  {"parti": "Alfa", "antalRoster": 569, "andelRoster": 53.23},
  {"parti": "Beta", "antalRoster": 500, "andelRoster": 46.77}]},
  "paverkarEj": {"antalRoster": 8}}},
 {"namn": "Berga", "totaltAntalRoster": 977, "rostfordelning": {"paverkar": {"antalRoster": 960, "partiRoster": [
  {"parti": "Alfa", "antalRoster": 460, "andelRoster": 47.92},
  {"parti": "Beta", "antalRoster": 500, "andelRoster": 52.08}]},
  "paverkarEj": {"antalRoster": 17}}}]}"""
NAMES_OF_TWO_ROLES = """{"rc": "North", "precincts": {
 "40020001": {"rv": 412, "av": 350, "results": {"CRUZ, JUAN (IND)": 120, "REYES, MARIA (PDP)": 205}},
 "40020002": {"rv": 398, "av": 301, "results": {"CRUZ, JUAN (IND)": 99, "REYES, MARIA (PDP)": 190}}}}"""
NOT_COUNTED = """{"statistics": {"eligibleVoters": 0, "ballotCast": 0, "globTabulators": 45, "groups": [
  {"groupName": "Day", "tabulators": 43}, {"groupName": "Mail", "tabulators": 2}]},
 "areaResults": [{"49": {"statistics": {"eligibleVoters": 0, "ballotCast": 0, "tabulators": 45}, "contestResults": [
  {"contestName": "Mayor", "choiceResults": [{"choiceName": "Ann Adams", "votes": 0, "percentage": "0%"},
   {"choiceName": "Ben Bell", "votes": 0, "percentage": "0%"}]}]}}]}"""
KINDS_IN_VOTES = """{"progress": {"processed": 16, "total": 408}, "results": {"blank": 0, "parties": [
 {"acronym": "AB", "name": "ANN ADAMS", "votes": {"presential": 990, "absentee": 10, "percent": 50.0}},
 {"acronym": null, "name": "BEN BELL", "votes": {"presential": 600, "absentee": 0, "percent": 30.0}},
 {"acronym": null, "name": "CY COX", "votes": {"presential": 400, "absentee": 0, "percent": 20.0}}]}}"""
TOTALS_AMONG = """{"p": {"acta": {"DEPARTAMENTO": "NORTE"}, "votos": [
 {"COD": "00000014", "NOMBRE": "PARTIDO ROJO", "congresal": "107", "VALIDOS": "52.970", "EMITIDOS": "48.198"},
 {"COD": "00000007", "NOMBRE": "PARTIDO AZUL", "congresal": "95", "VALIDOS": "47.030", "EMITIDOS": "42.793"},
 {"COD": null, "NOMBRE": "TOTAL VOTOS VALIDOS", "congresal": "202", "VALIDOS": "100.000", "EMITIDOS": "90.991"},
 {"COD": "80", "NOMBRE": "VOTOS EN BLANCO", "congresal": "1", "VALIDOS": null, "EMITIDOS": "0.450"},
 {"COD": "80", "NOMBRE": "VOTOS NULOS", "congresal": "19", "VALIDOS": null, "EMITIDOS": "8.559"},
 {"COD": null, "NOMBRE": "TOTAL VOTOS EMITIDOS", "congresal": "222", "VALIDOS": "90.991", "EMITIDOS": "100.000"}]}}"""
NAMED_BESIDE_TEXT = """[{"Adams, Ann (S)": {"percent": "40.05%", "votes": "1,602"},
 "Bell, Ben (D)": {"percent": "59.95%", "votes": "2,398"}, "election": "XX", "reporting": "55.39% Reporting"}]"""
LISTS_BY_NUMBER = """[{"nuts": "XX41", "results": {"votes": [
  {"partyNum": 1, "totalVotes": 158, "machineVotes": 151, "paperVotes": 7},
  {"partyNum": 2, "totalVotes": 167, "machineVotes": 155, "paperVotes": 12}],
  "protocol": {"numRegisteredVoters": 900, "totalActualVoters": 340,
   "numValidMachineVotes": 306, "numValidVotes": 19}}},
 {"nuts": "XX42", "results": {"votes": [
  {"partyNum": 1, "totalVotes": 258, "machineVotes": 241, "paperVotes": 17},
  {"partyNum": 2, "totalVotes": 367, "machineVotes": 355, "paperVotes": 12}],
  "protocol": {"numRegisteredVoters": 1900, "totalActualVoters": 640,
   "numValidMachineVotes": 596, "numValidVotes": 29}}},
 {"nuts": "XX43", "results": {"votes": [
  {"partyNum": 1, "totalVotes": 151, "machineVotes": 141, "paperVotes": 10},
  {"partyNum": 2, "totalVotes": 172, "machineVotes": 158, "paperVotes": 14}],
  "protocol": {"numRegisteredVoters": 980, "totalActualVoters": 330,
   "numValidMachineVotes": 299, "numValidVotes": 24}}}]"""
KINDS_BENEATH = """<Feed><Contest><Enrolment Historic="700">720</Enrolment><FirstPreferences>
<Candidate><CandidateName>ADAMS, Ann</CandidateName><Votes Historic="300" Percentage="60.78" Swing="0.78">310</Votes>
 <VotesByType><Votes Type="Ordinary" Historic="250" Percentage="60.47" Swing="1.00">260</Votes>
 <Votes Type="Postal" Historic="50" Percentage="62.50" Swing="0.00">50</Votes></VotesByType></Candidate>
<Candidate><CandidateName>BELL, Ben</CandidateName><Votes Historic="200" Percentage="39.22" Swing="-0.78">200</Votes>
 <VotesByType><Votes Type="Ordinary" Historic="150" Percentage="39.53" Swing="1.00">170</Votes>
 <Votes Type="Postal" Historic="50" Percentage="37.50" Swing="0.00">30</Votes></VotesByType></Candidate>
<Formal><Votes Historic="500" Percentage="98.27" Swing="0.2">510</Votes></Formal>
<Informal><Votes Historic="8" Percentage="1.73" Swing="-0.2">9</Votes></Informal>
<Total><Votes Historic="508" Percentage="72.08" Swing="0.2">519</Votes></Total></FirstPreferences></Contest></Feed>"""

KINDS = [
    # the text; how many figures are read; what the summary has of them; a figure, a slip, the rule that tells
    (NUMBERED, 12, "votes of 2 columns, “votesByRegion/ANN ADAMS”", "", "", ""),
    (TOTAL_ABOVE, 14, "cast from “valdistrikt/totaltAntalRoster”", ": 569", ": 596", "R203"),
    (NAMES_OF_TWO_ROLES, 4, "{candidate} ({party}) from “precincts/results/@key”", "", "", ""),
    (NOT_COUNTED, 8, "no figures yet: in no column of votes or ballots stands more than 0", "", "", ""),
    (KINDS_IN_VOTES, 10, "votes from “results/parties/votes/presential”", '"percent": 50.0', '"percent": 5.0', "R409"),
    (TOTALS_AMONG, 10, "share from “p/votos/VALIDOS”", '"107"', '"117"', "R203"),
    (NAMED_BESIDE_TEXT, 4, "{candidate} ({party}) from “*/@key”", "40.05", "41.05", "R402"),
    (LISTS_BY_NUMBER, 24, "party from “results/votes/partyNum”", '"totalVotes": 167', '"totalVotes": 176', "R311"),
    (KINDS_BENEATH, 12, "cast from “Feed/Contest/FirstPreferences/Total/Votes”", ">260<", ">250<", "R311"),
]


@pytest.mark.parametrize(("text", "figures", "reads", "right", "wrong", "rule"), KINDS)
def test_what_is_read_of_a_kind(tmp_path, text, figures, reads, right, wrong, rule):
    path = tmp_path / f"results.{'xml' if text.startswith('<') else 'json'}"
    path.write_text(text, encoding="utf-8")
    judged = judge_any(str(path))
    assert [(one.rule, one.says) for one in judged.told if one.severity != "info"] == []
    assert judged.counts["figures"] == figures
    assert reads in judged.summary
    if rule:
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        assert rule in {one.rule for one in judge_any(str(path)).told}
