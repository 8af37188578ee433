"""The table of faults: every kind, how it is planted, and under which code it must be found."""

from __future__ import annotations

from planting.cells import CELL_FAULTS
from planting.energies import ENERGY_FAULTS
from planting.files import FILE_FAULTS
from planting.headings import HEADING_FAULTS
from planting.identity import IDENTITY_FAULTS
from planting.relations import RELATION_FAULTS

KINDS = (*CELL_FAULTS, *IDENTITY_FAULTS, *HEADING_FAULTS, *FILE_FAULTS, *ENERGY_FAULTS, *RELATION_FAULTS)
