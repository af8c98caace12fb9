"""What a column of an export may be: what the table [columns] of voc.toml and ``--column`` name."""

from __future__ import annotations

from typing import Final

from voc_cli import schema

CATEGORY: Final = "category"
CATEGORY_2: Final = "category_2"
CATEGORY_3: Final = "category_3"
DEPARTMENT: Final = "department"
STATUS: Final = "status"
ORDER: Final = "order"  # stands for the customer where no other column does
ROLES: Final = (
    schema.DOC_ID, schema.RECEIVED_AT, schema.CLOSED_AT, schema.CHANNEL, schema.PRODUCT, schema.SEGMENT,
    schema.CUSTOMER, schema.RATING, schema.TEXT, CATEGORY, CATEGORY_2, CATEGORY_3, DEPARTMENT, STATUS, ORDER,
)  # fmt: skip
