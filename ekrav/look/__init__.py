"""How things look: formatting of money and dates, status shapes, form fields and the page parts that houses share.

Knows money and nothing else of the business. What a page must hand to each part is written in `templates/README.md`.
"""
