"""Columns that are parts of an account: voters of each sex, with a card and without, and their sum."""

import re
from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

import numpy

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.figures import Cells
from numerim.draft.stems import folded
from numerim.draft.sums import FITS, Figures, added, is_enough, is_slip, run_that_makes, share_that_fits
from numerim.draft.words import Meaning, in_words

WHOLES = ("registered", "cast", "signatures")
"""Accounts whose parts are looked for."""
_SEXES = {
    "men": r"m|h|mas\w*|men|males?|maschi|uomini|hommes?|hombres?|homens|manner|meshkuj|muski|muskarci|mezczyzni"
    r"|erkek|lk|мъже|мажи|мужчин\w*|чоловік\w*|男性?|남자?",
    "women": r"f|w|fem\w*|women|females?|donne|femmes?|mujeres|mulheres|frauen|femra|gra|zene|kobiety|kadin|pr|жени"
    r"|женщин\w*|жінк\w*|女性?|여자?",
}
"""What columns of men and of women are called."""
_ALL = r"t|tot|total|totale|mf|fm|hf|計|合計|총?계"
"""What that of all is called beside them."""
_MANY = 8
"""Of more columns that are called alike no sums are looked for."""


def men_and_women(said: Described, left: Left) -> None:
    """Name the columns of men, of women and of all who may vote, or voted, by what they are called beside each other.

    `ele_m, ele_f, ele_t` beside `vot_m, vot_f, vot_t`: those of all are the sum, or named like that where the others
    are empty. Of two such triples those who voted are fewer.
    """
    cells = said.cells
    found: list[tuple[str, str, str]] = []
    for rest, of in _by_rest(said, left).items():
        if len(of) < len(_SEXES):
            continue
        both = [cells.number(name) for name in of.values()]
        open_ = [name for name in left if cells.number(name) in cells.is_figures and name not in of.values()]
        named = [name for name in open_ if _is_of_all(_tokens(name), rest)]
        empty = not numpy.nan_to_num(cells.figures[:, both]).any()
        summed = added(cells.figures, both)
        for name in named or open_:
            fits, times = share_that_fits(cells.figures[:, cells.number(name)], summed)
            if (name in named and empty) or (is_enough(fits, times) and times >= min(3, len(summed))):
                found.append((name, of["men"], of["women"]))
                break
    sums = {name: float(numpy.nansum(cells.figures[:, cells.number(name)])) for name, _, _ in found}
    for name, *both_ in found:
        own = left[name]
        role = own.role if own and own.role in WHOLES else said.hints.get(name, "")
        if role not in WHOLES:
            role = "registered" if sums[name] == max(sums.values()) else "cast"
        left[name] = Meaning(role)
        for sex, column in zip(_SEXES, both_, strict=True):
            counted = numpy.nan_to_num(cells.figures[:, cells.number(column)]).any()
            left |= {column: Meaning(f"{role}_{sex}" if counted else "ignore")} if column in left else {}


def roll_beside_cast(cells: Cells, meant: Mapping[str, Meaning | None]) -> dict[str, Meaning | None]:
    """Of two columns called like those who voted the one that is nowhere less, and mostly more: those who may vote.

    `voters` beside `cast`, where none is called registered.

    Args:
        cells: the cells of the table.
        meant: column -> what its name says.
    """
    named = [name for name, one in meant.items() if one and one.role == "cast"]
    named = [name for name in named if (i := cells.number(name)) in cells.is_figures and i not in cells.shares]
    if len(named) != 2 or any(one and one.role == "registered" for one in meant.values()):
        return {}
    figures = {name: cells.figures[:, cells.number(name)] for name in named}
    for more, less in (named, named[::-1]):
        if _VOTED.search(folded(in_words(more))):
            continue
        off = figures[more] - figures[less]
        there = ~numpy.isnan(off) & (figures[more] > 0)
        if there.sum() < 2 or (off[there] < 0).mean() > 1 - FITS or (off[there] > 0).mean() <= _MOSTLY:
            continue
        if numpy.median(figures[less][there] / figures[more][there]) < _AT_HOME:
            return {more: Meaning("registered", "", (meant[more] or Meaning("")).language)}
    return {}


_MOSTLY = 0.8
"""In so many places some of those who may vote stay at home."""
_AT_HOME = 0.95
"""Hardly anywhere more of them vote; two counts of those who did are nearer to each other."""
_VOTED = re.compile(
    r"voted|\bcast\b|polled|votes?\b|ballot|bulletin|envelop|enveloppe|papers|turn ?(ed )?out|attend|particip"
    r"|votant|votaron|votat|emis|emitid|emess|abge|gestimmt|stimm|glasova|glasal|glosowal"
)
"""Words in the names of those who voted, and of their ballots."""


def _is_of_all(tokens: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a column is called like those of men and women without these words, or with one for all instead."""
    return tokens == [*rest] or ([*tokens[:-1]] == [*rest] and bool(re.fullmatch(_ALL, tokens[-1])))


def _by_rest(said: Described, left: Left) -> dict[tuple[str, ...], dict[str, str]]:
    """What columns of men and of women are called beside their sex -> the sex -> its column; empty ones among them."""
    rests: dict[tuple[str, ...], dict[str, str]] = {}
    for name in said.cells.names:
        one = left.get(name)
        if name in left and one is not None and one.role not in ("ignore", *WHOLES):
            continue
        if name not in left and any(said.cells.texts[name]):
            continue
        tokens = _tokens(name)
        for sex, words in _SEXES.items():
            at = next((i for i, token in enumerate(tokens) if re.fullmatch(rf"(?:t|tot|n)?(?:{words})", token)), None)
            if at is not None and len(tokens) > 1:
                rests.setdefault((*tokens[:at], *tokens[at + 1 :]), {}).setdefault(sex, name)
    return {rest: {sex: of[sex] for sex in _SEXES if sex in of} for rest, of in rests.items()}


def _tokens(name: str) -> list[str]:
    last = name if " " in name else name.rpartition("/")[2]
    return folded(in_words(last).replace(":", " ")).split()


def parts_of_accounts(said: Described, left: Left) -> None:
    """Find the columns that are named like an account and together make it: they are kinds of it.

    `NumberOfNamesRegistered` and `NumberOfNamesRevised` make `TotalNumberOfNames`; A1, A2 and A3 make A.
    """
    for role in WHOLES:
        for whole, parts in _sums(said, left, role):
            left[whole] = left[whole] if (one := left[whole]) and one.role == role else Meaning(role)
            why = f"together they make {whole!r}"
            if any((one := left[part]) and one.role.startswith(f"{role}_") for part in parts):
                said.switch_off("R208", "there are voters who are counted neither with men nor with women")
                for part in [part for part in parts if left[part] is None]:
                    take(said, left, Column(part, "ignore", "beside those of men and women"))
                continue
            for part in parts:
                if (one := left[part]) is None or not one.role.startswith(f"{role}_"):
                    take(said, left, Column(part, role, why, ballots=kind_named(part)))
            said.complete.append(role)
    for role in ("valid", "invalid"):
        _kinds_before(said, left, role)
    _of_no_whole(said, left)


def _kinds_before(said: Described, left: Left, role: str) -> None:
    """Kinds right before an account that they make: `Ordinary votes`, `Special votes`, `Valid`, or called like it."""
    cells = said.cells
    whole = next((name for name, one in left.items() if one and one.role == role), None)
    for n in (2, 3, 4) if whole else ():
        end = cells.number(whole or "")
        names = [cells.names[i] for i in range(max(0, end - n), end)]
        ways = [ways_in(name) for name in names]
        are_called_so = all({*_tokens(name)} > {*_tokens(whole or "")} for name in names)
        are_votes = len(names) == n and all(name in left for name in names)
        are_votes = are_votes and (are_called_so or (any(ways) and None not in ways))
        over = {name.partition(" / ")[0] for name in names}  # a text over several columns says nothing of each
        if not are_votes or len(over) < n or not all(_counts(said, name) for name in names):
            return
        fits = share_that_fits(cells.figures[:, end], added(cells.figures, [cells.number(name) for name in names]))
        if is_enough(*fits) and len({kind_named(name) for name in names}) == n:
            for name in names:
                take(said, left, Column(name, role, f"together they make {whole!r}", ballots=kind_named(name)))
            said.complete.append(role)
            return


def ways_in(name: str) -> list[str] | None:
    """The words for ways of casting a ballot in a name that says nothing else; None if it says something else."""
    tokens = _tokens(name)
    ways = [word for word in tokens if _WAYS.fullmatch(word) and (word != "election" or "day" in tokens)]
    return ways if all(word in ways or _NEUTRAL.fullmatch(word) for word in tokens) else None


_WAYS = re.compile(
    r"early|advanced?|absentees?|mail(ed)?|postal|post|person|election|provisional|machines?|paper|electronic|hand|uocava"
    r"|military|overseas|dropbox|curbside|presencial(es)?|correo|correspond[ae]nc(ia|e)|ant[ei]cipad[oa]s?|urnes?|urna"
    r"|guichet|corrispondenza|brief|ordinary|special|general|evm|urnenwahl|briefwahl|forhand|forhandsstemmer|valgting"
)
"""Words for a way of casting a ballot."""
_NEUTRAL = re.compile(
    r"vot(e|es|er|ers|ed|ing|os?|ants?|antes?)|ballots?|cast|turnout|total(s|es|t|e)?|number|count(s|ed)?|day|all|polls|polling"
    r"|in|by|of|the|at|and|por|en|l[ae]?|par|[a-h]|voix|emitidos|stimmen|wahler|stemmer"
)
"""Words beside these that say nothing else: of no one who is voted for, and of no part of a ballot's way."""


def _of_no_whole(said: Described, left: Left) -> None:
    """Where no column has all ballots cast, take those that are kinds of them and come to valid and invalid ones."""
    cells = said.cells
    named = {one.role: cells.number(name) for name, one in reversed(left.items()) if one}
    kin = [name for name in left if said.hints.get(name) == "cast" and _counts(said, name)]
    if len(kin) < 2 or "cast" in named or said.of("cast") or not {"valid", "invalid"} <= {*named}:
        return
    ballots = added(cells.figures, [named[role] for role in ("valid", "invalid", "blank") if role in named])
    fits, times = share_that_fits(ballots, added(cells.figures, [cells.number(name) for name in kin]))
    if is_enough(fits, times) and len({kind_named(name) for name in kin}) == len(kin):
        for name in kin:
            take(
                said,
                left,
                Column(
                    name, "cast", "with the others of this name all that are valid or not", ballots=kind_named(name)
                ),
            )


def _counts(said: Described, name: str) -> bool:
    number = said.cells.number(name)
    figures = said.cells.figures[:, number]
    return number in said.cells.is_figures and number not in said.cells.shares and bool(numpy.nan_to_num(figures).any())


def kind_named(name: str) -> str:
    """The word for what is counted in a column: its name in small letters; of other scripts, a number for the name."""
    word = re.sub(r"[^a-z0-9]+", "-", folded(in_words(name))).strip("-")[:60].strip("-")
    return word if re.match("[a-z]", word) else f"part-{word or f'{crc32(name.encode()) % 10_000:04}'}"


def _sums(said: Described, left: Left, role: str) -> Iterator[tuple[str, list[str]]]:
    """The column of an account, and those that make it; none where no columns that are called alike do."""
    cells = said.cells
    kin = [
        name
        for name in cells.names
        if name in left
        and cells.number(name) in cells.is_figures
        and cells.number(name) not in cells.shares
        and (((one := left[name]) is not None and one.role == role) or said.hints.get(name) == role)
    ]
    if not 2 < len(kin) <= _MANY:
        return
    best: tuple[bool, int, str, list[str]] | None = None
    for name in kin:
        others = [cells.number(other) for other in kin if other != name]
        run = run_that_makes(cells.figures, others, cells.figures[:, cells.number(name)])
        is_named = bool((one := left[name]) and one.role == role)
        counted = sum(bool(numpy.nan_to_num(cells.figures[:, i]).any()) for i in run.parts) if run else 0
        if run is None or (counted < 2 and not (is_named and counted and len(run.parts) > 2)):
            continue
        if best is None or (is_named, len(run.parts)) > best[:2]:
            best = is_named, len(run.parts), name, [cells.names[i] for i in run.parts]
    if best is not None and len({kind_named(name) for name in best[3]}) == len(best[3]):
        yield best[2], best[3]


def part_of_account(said: Described, name: str, taken: set[str]) -> Column | None:
    """What a column is that is named like that of voters or ballots with more words, and is never more; None otherwise.

    A part of the ballots cast is a kind of them, as all accounts in these are added up.
    """
    cells, plain = said.cells, folded(name)
    if cells.number(name) not in cells.is_figures or cells.number(name) in cells.shares:
        return None
    part = cells.figures[:, cells.number(name)]
    if not numpy.nan_to_num(part).any():
        return None
    for role in WHOLES:
        column = next((c for some in said.columns.values() for c in some if c.is_ == role and not c.ballots), None)
        if column is None:
            continue
        own = folded(re.sub(r"\(.*?\)|\b(gesamt|total|insgesamt)\b", " ", column.name))
        if not (plain.startswith(f"{own} ") or said.hints.get(name) == role):
            continue
        whole = cells.figures[:, cells.number(column.name)]
        both = ~(numpy.isnan(part) | numpy.isnan(whole))
        more_than = int((part[both] > whole[both]).sum())  # one may be a slip
        if both.sum() < 4 or more_than > max(1, (1 - FITS) / 2 * both.sum()) or (part[both] == whole[both]).all():
            continue
        more = plain.removeprefix(own).strip()
        sex = next((one for one, words in _SEXES.items() if re.fullmatch(words, more)), "")
        why = "named like what it is a part of, and never more"
        if sex and f"{role}_{sex}" not in taken:
            return Column(name, f"{role}_{sex}", why)
        word = kind_named(name)
        if role == "cast":
            return Column(name, role, why, ballots=word)
        if word not in said.accounts:
            said.accounts[word] = (name.replace("_", " "), role)
            return Column(name, word, why)
    return None


def of_which(said: Described, left: Left, names: Sequence[str], whole: str) -> None:
    """Columns that were named an account, and are parts of what no account is."""
    for name in names:
        said.accounts[kind_named(name)] = (name.replace("_", " "), whole)
        take(said, left, Column(name, kind_named(name), "not an account of ballots, as each has several votes"))


def voters_and_ballots(said: Described, left: Left) -> None:
    """Tell of two columns that hardly differ the voters who were given a ballot, and the ballots that were in the box.

    The latter is what valid, invalid and blank ballots make, in more rows than the other, or behind it. Of several
    it is the one with more ballots than voters in the fewest rows. If in most, or in several and fewer hardly
    anywhere, these are only some of those who voted.
    """
    cells = said.cells
    parts = [cells.number(c.name) for role in ("valid", "invalid", "blank") if (c := said.of(role))]
    parts += [cells.number(name) for name, one in left.items() if one and one.role in ("valid", "invalid", "blank")]
    known = {one.role for one in left.values() if one} | {c.is_ for c in said.columns[""]}
    first = next((name for name, one in left.items() if one and one.role == "cast"), None)
    if first is None or len(parts) < _TWO or "signatures" in known:
        return
    may_be = [name for name, one in left.items() if one is None or one.role in ("cast", "votes", "ignore")]
    counts = [name for name in may_be if name != first]
    counts = [name for name in counts if (i := cells.number(name)) in cells.is_figures and i not in cells.shares]
    ballots, named = added(cells.figures, parts), cells.figures[:, cells.number(first)]
    fits = share_that_fits(named, ballots)
    found: dict[tuple[str, str], float] = {}
    for name in counts:
        own = cells.figures[:, cells.number(name)]
        fits_too = share_that_fits(own, ballots)
        near = numpy.abs(own - named) <= numpy.maximum(_PAPERS, _NEAR * named)
        if is_enough(*max(fits, fits_too)) and is_enough(float(near.mean()), int(near.sum())):
            as_good = fits_too == fits or _is_one_slip(own, named)
            is_behind = cells.number(name) > cells.number(first) if as_good else fits_too > fits
            voters, papers = (named, own) if is_behind else (own, named)
            found[(first, name) if is_behind else (name, first)] = float((papers > voters).mean())
    if found:
        signed, box = min(found, key=lambda pair: found[pair])
        left |= {signed: Meaning("signatures"), box: Meaning("cast")}
        voters, papers = (cells.figures[:, cells.number(name)] for name in (signed, box))
        more, fewer = (papers > voters).sum(), (papers < voters).sum()
        is_part = fewer <= 1 < more - fewer
        if found[signed, box] > _MORE or is_part:
            take(
                said, left, Column(signed, "ignore", "some of those who voted, as there are more ballots", unsure=True)
            )


def _is_one_slip(one: Figures, other: Figures) -> bool:
    """Whether two columns are the same but in one row, where one digit is another."""
    off = numpy.abs(one - other)[one != other]
    return len(off) == 1 < len(one) - 1 and off[0].is_integer() and is_slip(int(off[0]))


_MORE = 0.5
"""In no more of the rows are there more ballots than voters who were given one."""
_TWO, _PAPERS, _NEAR = 2, 5, 0.02
"""Accounts of ballots that make all; by so many, or such a part, those who were given one differ from these."""
