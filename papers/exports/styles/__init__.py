"""Citation styles: each a module whose `reference` writes one work as the style's manual asks, on one line.

They follow the styles of the Citation Style Language project, and tests hold them to what pandoc makes of those.
"""
