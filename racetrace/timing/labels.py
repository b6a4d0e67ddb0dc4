"""What people write above the columns of a timing table, in the languages of the circuits."""

import unicodedata
from typing import Final

from racetrace.timing.words import Field

_LABELS: Final = {
    Field.POSITION: 'pos position rank rk rang clt classement place platz p posicion posizione positie',
    Field.NUMBER: 'no nr num number numero kart kartno kartnumber car carno carnumber startnummer stnr bib'
    ' dorsal racenumber drivernumber startnumber',
    Field.NAME: 'name nom team teamname equipe equipepilote competitor participant equipo squadra teilnehmer',
    Field.DRIVER: 'driver drivername pilote pilota piloto fahrer rider rijder conducteur fullname',
    Field.CATEGORY: 'class category categorie categoria cat klasse clase classe carclass',
    Field.NATION: 'nation nationality nat country land pays',
    Field.VEHICLE: 'vehicle make model chassis fahrzeug voiture',
    Field.TRANSPONDER: 'transponder tx transponderid',
    Field.LAPS: 'laps lap lapcount lapscompleted lapsdone tours tour runden giri vueltas ronden nblaps tlp',
    Field.LAST: 'last lastlap lastlaptime lasttime laptime laptimems lastlapms dernier derniertour derniert'
    ' letzte letzterunde ultima ultimavuelta ultimogiro lastms llp',
    Field.BEST: 'best bestlap bestlaptime besttime bestlapms meilleur meilleurtour meilleurt beste besterunde'
    ' mejor mejorvuelta migliore bestms fastestlap blp',
    Field.BEST_LAP: 'bestlapnumber bestlapno bestin inlap',
    Field.GAP: 'gap ecart abstand rueckstand ruckstand diff distacco diferencia gaptoleader behind'
    ' achterstand',
    Field.INTERVAL: 'interval intervalle intervalles intervallo intervalo int gaptonext gaptoahead',
    Field.SECTOR_1: 's1 sector1 secteur1 sektor1 settore1 sect1',
    Field.SECTOR_2: 's2 sector2 secteur2 sektor2 settore2 sect2',
    Field.SECTOR_3: 's3 sector3 secteur3 sektor3 settore3 sect3',
    Field.TOTAL: 'total totaltime tempstotal gesamtzeit gesamt racetime totalms tempototale',
    Field.PITS: 'pits pit pitstops stops stands boxen boxenstopps arrets pitcount nbpits soste paradas',
    Field.ON_TRACK: 'enpiste ontrack tracktime',
    Field.STATE: 'state status etat stato estado',
    Field.PENALTY: 'penalty penalties penalite penalites strafe strafen penalizacion penalita',
}
_FIELDS: Final = {label: one for one, labels in _LABELS.items() for label in labels.split()}
KEYS: Final = ('id', 'key', 'uid', 'rowid', 'driverid', 'competitorid', 'entryid', 'transponder', 'number')


def plain(label: str) -> str:
    """Return a label in small letters and digits alone: `Dernier T.` is `derniert`."""
    apart = unicodedata.normalize('NFKD', label[:60]).lower()
    return ''.join(letter for letter in apart if letter.isascii() and letter.isalnum())


def field(label: str) -> Field | None:
    return _FIELDS.get(plain(label))
