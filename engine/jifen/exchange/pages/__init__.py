"""Pages that people open, print and pass on: each one HTML file with all that it needs, and no script."""

from jifen.exchange.pages.boards import board_page
from jifen.exchange.pages.cards import CardShown, card_page

__all__ = ["CardShown", "board_page", "card_page"]
