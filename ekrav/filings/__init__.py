"""What is filed with Kronofogden and what it answers: the facts as frozen records, and a file format of our own.

Pure: no Django, no database, no clock. Kronofogden's own layouts are given to filers under an agreement and are not
public; this format holds all that the application asks for (lag (1990:746), förordning (1991:1339), lag (1981:774)
utsökningsbalken) and is what an adapter to the authority's layout is written against.

A file is XML after `schemas/filing-1.xsd`: a head with the filer's code, the direction, the running number, the time
it was made, the number of records, the sum of their amounts and the SHA-256 of the file with that field in zeros; then
the records. Each record has an `Id` its sender never uses twice, and the `Reference` of our application, by which the
authority knows an application it has seen before.

To the authority: `PaymentOrderApplication`, `SupplementAnswer`, `Reduction`, `Withdrawal`, `CourtRequest`,
`EnforcementApplication`, `EnforcementChange`. From it: `FileReceipt`, `Confirmation`, `SupplementQuestion`, `Service`,
`Dispute`, `Dismissal`, `Verdict`, `EnforcementFee`, `EnforcementReport`, `MoneyPaidOut`, `EnforcementClosing`.
"""
