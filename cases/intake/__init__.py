"""An invoice somebody sends in, read into fields that each say where they stand and how sure they are.

`invoice.read_invoice` is the way in. The file is told apart by its content (`kinds`), a PDF or picture is opened in
a limited process of its own (`reader`, `worker`), XML by the standard's element names (`peppol`, `svefaktura`),
printed text by labels and geometry (`fields` and what it calls). What the fields mean for a claim says `judge`.
"""
