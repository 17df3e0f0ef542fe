"""The first version of the agreement between the agency and its creditors, in plain Swedish. A draft for a lawyer."""

AGREEMENT_1 = """# Avtal om inkasso

Det här avtalet gäller mellan ditt företag och byrån. Byrån har tillstånd från Finansinspektionen att driva inkasso.

# Vad vi gör

Du lämnar obetalda fakturor till oss. Vi skickar påminnelse och inkassokrav enligt lag och god inkassosed. Vi tar emot betalningar för din räkning på ett klientmedelskonto, skilt från våra egna pengar.

# Vad det kostar

Gäldenären betalar de kostnader som lagen (1981:739) anger. Vi behåller dem som ersättning för vårt arbete. Moms på vår ersättning, 25 procent, betalar ditt företag. Vi drar av ersättning och moms innan vi betalar ut. Du betalar inget annat utan att först ha godkänt ett pris.

# Hur en delbetalning räknas av

En betalning räknas först mot kostnader, sedan ränta, sedan kapital.

# När du får dina pengar

Vi betalar ut varje vecka till ditt bankgiro, med en avräkningsnota som också är en momsfaktura. Du godkänner att vi redovisar varje vecka.

# Det skrivna beloppet gäller

Betalar gäldenären det belopp som står i ett brev senast den dag som står där, avslutas ärendet. Räntan för dagarna däremellan efterges.

# Om gäldenären betalar dig direkt

Säg till oss samma dag under Registrera betalning. De kostnader du då har fått in åt oss drar vi av vid nästa utbetalning.

# Vad du svarar för

Uppgifterna om fordran ska vara riktiga. Påminnelseavgift får du bara begära om den avtalats senast när skulden uppkom. Bestrids en fordran svarar du på våra frågor.

# Personuppgifter

Vi är personuppgiftsansvariga för inkassoärendena. Uppgifter sparas så länge lagen kräver och raderas sedan.

# Uppsägning

Du kan när som helst sluta lämna in nya ärenden. Pågående ärenden kan du återkalla; vi visar först vad det kostar.
"""
