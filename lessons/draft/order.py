"""Which product comes when: roles in the template's order, dealt into waves on a long night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.product import Product

#: Role names as they stand in tags, in Chinese and English, by the role the templates name.
ROLE_NAMES: dict[str, tuple[str, ...]] = {
    "引流": ("引流", "traffic"),
    "福利": ("福利", "welfare", "gift"),
    "利润": ("利润", "profit", "margin"),
    "主推": ("主推", "爆款", "hero"),
    "新品": ("新品", "new"),
    "压轴": ("压轴", "finale"),
    "返场": ("返场", "encore"),
}
#: A product whose tags name no role of the template is sold in the middle of the wave, like a profit item.
DEFAULT_ROLE = "利润"
#: The fewest products worth a wave of their own (our choice: one of each role).
WAVE_PRODUCTS = 4


@dataclass(slots=True)
class Order:
    """Products in show order; `unroled` are those placed without a role of their own."""

    products: list[Product]
    unroled: list[Product] = field(default_factory=list)


def has_role(product: Product, role: str) -> bool:
    """Whether a tag of the product names the role."""
    return any(name in tag.casefold() for tag in product.tags for name in ROLE_NAMES.get(role, (role,)))


def show_order(products: Sequence[Product], roles: Sequence[str], waves: int) -> Order:
    """Products by role in each wave; within a role the given order is kept.

    Each role's products are dealt to the waves in turn, so that every wave rises to a finale of its own. With
    no roles the given order stands.
    """
    order = Order([])
    if not roles:
        order.products.extend(products)
        return order
    waves = max(1, min(waves, len(products) // WAVE_PRODUCTS))
    middle = roles.index(DEFAULT_ROLE) if DEFAULT_ROLE in roles else len(roles) // 2
    by_role: list[list[Product]] = [[] for _ in roles]
    for product in products:
        named = [index for index, role in enumerate(roles) if has_role(product, role)]
        if not named:
            order.unroled.append(product)
        by_role[named[0] if named else middle].append(product)
    for wave in range(waves):
        for members in by_role:
            # the remainder goes to the last waves: the evening ends full rather than thin
            order.products.extend(members[wave * len(members) // waves : (wave + 1) * len(members) // waves])
    return order
