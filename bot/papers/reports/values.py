"""Every name that a report gives its templates."""

from collections.abc import Mapping

from bot.cycle.model import OSLO
from bot.papers.reports import evaluation
from bot.papers.reports.model import Report
from bot.papers.rounds import budget


def values(report: Report) -> Mapping[str, object]:
    """The names and their values for one report."""
    counts = evaluation.counts(report)
    told = sum(one.at.astimezone(OSLO).date() >= report.first for one in report.reported.values())
    return {
        "rapportaar": report.last.year,
        "fra_dato": report.first,
        "til_dato": report.last,
        "moter_kjent": "ja" if report.known else "",
        "antall_moter": len(report.meetings),
        "antall_vedtak": len(report.decisions),
        "tiltak_i_alt": counts.total(),
        "tiltak_meldt": told,
        "tiltak_ferdige": counts["done"],
        "tiltak_pagar": counts["running"],
        "statusoversikt": evaluation.summary(report),
        "maal_og_tiltak": evaluation.sections(report),
        "vedtaksliste": evaluation.decided(report.decisions, report),
        "budsjettstatus": budget.table(report.budget, report.budgeted) if report.budget else (),
        "statusaar": budget.year(report.budget) if report.budget else "",
        **_case(report),
        "andre_innspill": evaluation.others(report),
        "samlet_vurdering": evaluation.room("whole"),
    }


def _case(report: Report) -> Mapping[str, object]:
    """What a case to the council says beside it: what is new since the one before, and the rooms that people write in."""
    return {
        "endret_status": evaluation.changed(report),
        "apne_oppfolginger": evaluation.actions(report),
        "nokkeltall": evaluation.figures(report),
        "bakgrunn_rom": evaluation.room("background"),
        "vurdering_rom": evaluation.room("case"),
        "forslag_rom": evaluation.room("proposal"),
        "kvartal": (report.last.month + 2) // 3,
    }
