-- Documents, payments, bank accounts and statements of Sage 50.
INSERT INTO integration_type VALUES
    ('hbql', 'creditNotes', 7), ('hbql', 'payments', 8), ('hbql', 'bills', 9), ('hbql', 'billCreditNotes', 10),
    ('hbql', 'billPayments', 11), ('hbql', 'directCosts', 12), ('hbql', 'bankAccounts', 13), ('hbql', 'bankTransactions', 14),
    ('hbql', 'trackingCategories', 15), ('hbql', 'balanceSheet', 16), ('hbql', 'profitAndLoss', 17);
