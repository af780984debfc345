"""Our pairings of Swiss beside those of py4swiss, which follows the Dutch system of FIDE.

Both pair the same rounds of the same tournaments. The other one also heeds colours, which mean
nothing here; so ours must be valid, and must not cost more than its pairing.
"""

from contextlib import suppress
from random import Random

from py4swiss.engines import DutchEngine
from py4swiss.engines.common import PairingError
from py4swiss.trf import ParsedTrf
from py4swiss.trf.codes import PlayerCode
from py4swiss.trf.results import ColorToken, ResultToken, RoundResult
from py4swiss.trf.sections import PlayerSection, XSection

from actors.tournament.formats.draw import Seed
from actors.tournament.formats.format import Shape, rounds
from actors.tournament.formats.history import History, history
from actors.tournament.formats.swiss import draw_round, standing
from tests.tournament.play import Odds, Played, end, entrants

TOKENS = {
    "won": ResultToken.WIN,
    "lost": ResultToken.LOSS,
    "walkover": ResultToken.FORFEIT_WIN,
    "missed": ResultToken.FORFEIT_LOSS,
    "bye": ResultToken.PAIRING_ALLOCATED_BYE,
    "absent": ResultToken.ZERO_POINT_BYE,
}
Cost = tuple[int, int, int]
"""The score of who has the bye, the sum of differences of score, and the pairs that have one."""


def _peer(records: History, gone: set[Seed], total: int) -> list[set[Seed]]:
    """Return the pairs, and the bye, of the other implementation."""
    whites = [0] * len(records)
    colours: dict[tuple[Seed, int], ColorToken] = {}
    for number in range(1, max((r.round for own in records for r in own), default=0) + 1):
        for seed, own in enumerate(records):
            [record] = [r for r in own if r.round == number]
            other = record.opponent
            if other is not None and (seed, number) not in colours:
                white, black = (seed, other) if whites[seed] <= whites[other] else (other, seed)
                colours[white, number], colours[black, number] = ColorToken.WHITE, ColorToken.BLACK
                whites[white] += 1
                whites[black] -= 1
    sections = [
        PlayerSection(
            code=PlayerCode.PLAYER,
            starting_number=seed + 1,
            points_times_ten=10 * sum(r.score for r in own),
            rank=seed + 1,
            results=[
                RoundResult(
                    id=0 if r.opponent is None else r.opponent + 1,
                    color=colours.get((seed, r.round), ColorToken.BYE_OR_NOT_PAIRED),
                    result=TOKENS[r.kind],
                )
                for r in own
            ],
        )
        for seed, own in enumerate(records)
    ]
    away = {seed + 1 for seed in gone}
    trf = ParsedTrf(
        player_sections=sections, x_section=XSection(number_of_rounds=total, zeroed_ids=away)
    )
    trf.validate_contents()
    found = DutchEngine.generate_pairings(trf)
    return [{p.white - 1, p.black - 1} - {-1} for p in found]


def _cost(pairs: list[set[Seed]], scores: dict[Seed, int]) -> Cost:
    byes = [scores[seed] for pair in pairs if len(pair) == 1 for seed in pair]
    two = [sorted(scores[seed] for seed in pair) for pair in pairs if len(pair) == 2]
    differences = [high - low for low, high in two]
    return sum(byes), sum(differences), sum(d > 0 for d in differences)


def test_our_pairings_are_valid_there_too_and_cost_no_more():
    compared, ours_float, theirs_float = 0, 0, 0
    for seed in range(16):
        random = Random(seed)
        size = random.randint(6, 40)
        odds = Odds(random.choice((0.1, 0.4)), random.choice((0.0, 0.1)), leaves=0.02)
        total = rounds(Shape("swiss", rounds=(size - 1).bit_length() + seed % 3), size)
        played = Played(Shape("swiss", rounds=total), size, outcomes={})
        for _ in range(total):
            records = history(size, played.drawn, played.outcomes)
            candidates = standing(records, played.gone)
            scores = {candidate.seed: candidate.score for candidate in candidates}
            drawn = draw_round(size, total, played.drawn, played.outcomes, played.gone)
            pairs = [set(entrants(pairing)) for pairing in drawn]
            ours = _cost(pairs, scores)
            with suppress(PairingError):  # colours may leave it no pairing
                peer = _peer(records, set(played.gone), total)
                theirs = _cost(peer, scores)
                assert len(pairs) == len(peer)
                assert ours[:2] <= theirs[:2]
                compared += 1
                ours_float += ours[2]
                theirs_float += theirs[2]
            _valid(records, pairs, played.gone)
            played.drawn += drawn
            for pairing in drawn:
                match entrants(pairing):
                    case [left, right]:
                        end(played, pairing.key, (left, right), random, odds)
    assert compared > 60
    assert ours_float <= theirs_float


def _valid(records: History, pairs: list[set[Seed]], gone: frozenset[Seed]) -> None:
    """Everybody who is not gone is paired, with somebody new, or has a first bye."""
    assert sorted(seed for pair in pairs for seed in pair) == [
        seed for seed in range(len(records)) if seed not in gone
    ]
    for pair in pairs:
        for seed in pair:
            met = {r.opponent for r in records[seed] if r.kind in {"won", "lost"}}
            assert not met & pair
            if len(pair) == 1:
                assert not {"bye", "walkover"} & {r.kind for r in records[seed]}
