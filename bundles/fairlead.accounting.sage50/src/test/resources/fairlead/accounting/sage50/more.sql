-- Beside the published company: other slices of the ledger, an invoice without a document, one in euros, one with a discount
-- on the whole document, a receipt that pays two of them, a credit used to settle, a transfer, and rows that are deleted.
INSERT INTO NOMINAL_LEDGER VALUES ('1210', 'Cash Register', 0.0, 0, '2022-11-25 09:43:54', 0), ('1220', 'Euro Account', 0.0, 0, NULL, 0);
INSERT INTO BANK VALUES ('1210', '', 1, 0.0, 0), ('1220', '', 2, 12.5, 0);
INSERT INTO SALES_LEDGER VALUES ('BRI001', 'Bright', 'Zoë', 'a@b.example', '1', 'L1', 'L2', 'L3', 'L4', 'L5', 'IE', 'IE1', 2, 1, NULL, 0);
INSERT INTO SALES_LEDGER VALUES ('GONE', 'Gone', '', '', '', '', '', '', '', '', '', '', 1, 0, NULL, 1);
INSERT INTO PURCHASE_LEDGER VALUES ('BRI001', 'Bright the supplier', '', '', '', '', '', '', '', '', '', '', 0, 0, NULL, 0);
-- HEADER_NUMBER, TRAN_NUMBER, TYPE, DATE, ACCOUNT_REF, BANK_CODE, INV_REF, INV_REF_NUMERIC, DETAILS, DUE_DATE, NET, TAX, GROSS, FOREIGN_NET, FOREIGN_TAX, FOREIGN_GROSS, CURRENCY, FOREIGN_RATE, REVAL, DATE_ENTERED, RECORD_MODIFY_DATE, DELETED_FLAG, RECORD_DELETED
INSERT INTO AUDIT_HEADER VALUES
 (5000, 5000, 'SI', '2022-02-01', 'BRI001', '', 'ref a', 0, 'Batch', '2022-03-03', 100.0, 20.0, 120.0, 120.0, 24.0, 144.0, 2, 1.2, 0, '2022-02-01', NULL, 0, 0),
 (5001, 5001, 'SI', NULL, 'BRI001', '', '1', 1, 'Not from the document', NULL, 10.0, 2.0, 12.0, 12.0, 2.4, 14.4, 2, 1.2, 0, '2022-02-02', NULL, 0, 0),
 (5002, 5002, 'SC', '2022-02-03', 'BRI001', '', '', 0, 'Credit', NULL, -5.0, -1.0, -6.0, -6.0, -1.2, -7.2, 2, 1.2, 0, '2022-02-03', NULL, 0, 0),
 (5003, 5003, 'SI', '2022-02-04', 'A1D001', '', '7', 7, 'From document 7', '2022-02-28', 90.0, 18.0, 108.0, 90.0, 18.0, 108.0, 1, 1.0, 0, '2022-02-04', NULL, 0, 0),
 (5004, 5004, 'SI', '2022-02-05', 'A1D001', '', '', 0, 'Deleted', NULL, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1, 1.0, 0, '2022-02-05', NULL, 1, 0),
 (5005, 5005, 'SI', '2022-02-06', 'BRI001', '', 'REVAL', 0, 'Revaluation', NULL, 3.0, 0.0, 3.0, 0.0, 0.0, 0.0, 2, 1.2, 1, '2022-02-06', NULL, 0, 0),
 (9000, 9000, 'SR', '2022-02-20', 'BRI001', '1220', 'paid', 0, 'Receipt', NULL, -110.0, 0.0, -110.0, -132.0, 0.0, -132.0, 2, 1.2, 0, '2022-02-20', NULL, 0, 0),
 (9001, 9001, 'JC', '2022-02-21', '1200', '', 'TRANS', 0, 'Bank Transfer', NULL, 50.0, 0.0, 50.0, 50.0, 0.0, 50.0, 1, 1.0, 0, '2022-02-21', NULL, 0, 0);
-- SPLIT_NUMBER, HEADER_NUMBER, DATE, NOMINAL_CODE, DETAILS, DEPT_NUMBER, PROJECT_ID, COST_CODE_ID, TAX_CODE, NET, TAX, FOREIGN_NET, FOREIGN_TAX, RECORD_CREATE_DATE, DELETED_FLAG, RECORD_DELETED
INSERT INTO AUDIT_SPLIT VALUES
 (5000, 5000, '2022-02-01', '4000', 'Line', 0, 1, 1, 'T1', 100.0, 20.0, 120.0, 24.0, '2022-02-01 10:00:00', 0, 0),
 (5001, 5001, '2022-02-02', '4000', 'Line', 1, 0, 0, 'T1', 10.0, 2.0, 12.0, 2.4, NULL, 0, 0),
 (5002, 5002, '2022-02-03', '4000', 'Line', 1, 0, 0, 'T1', -5.0, -1.0, -6.0, -1.2, NULL, 0, 0),
 (5003, 5003, '2022-02-04', '4000', 'Line', 1, 0, 0, 'T1', 90.0, 18.0, 90.0, 18.0, NULL, 0, 0),
 (5004, 5004, '2022-02-05', '4000', 'Line', 1, 0, 0, 'T0', 1.0, 0.0, 1.0, 0.0, NULL, 1, 0),
 (5005, 5005, '2022-02-06', '4009', 'Line', 1, 0, 0, 'T9', 3.0, 0.0, 0.0, 0.0, NULL, 0, 0),
 (9000, 9000, '2022-02-20', '1220', 'Receipt', 0, 0, 0, 'T9', -110.0, 0.0, -132.0, 0.0, NULL, 0, 0),
 (9001, 9001, '2022-02-21', '1200', 'Bank Transfer', 0, 0, 0, 'T9', 50.0, 0.0, 50.0, 0.0, NULL, 0, 0),
 (9002, 9001, '2022-02-21', '1210', 'Bank Transfer', 0, 0, 0, 'T9', 50.0, 0.0, 50.0, 0.0, NULL, 0, 0);
-- USAGE_NUMBER, SPLIT_NUMBER, SPLIT_CROSSREF, AMOUNT, FOREIGN_AMOUNT, DELETED_FLAG, RECORD_DELETED
INSERT INTO AUDIT_USAGE VALUES
 (30, 5000, 9000, 98.0, 117.6, 0, 0),
 (31, 5001, 9000, 12.0, 14.4, 0, 0),
 (32, 5000, 5002, 6.0, 7.2, 0, 0),
 (33, 5000, 9000, 7.0, 8.4, 1, 0),
 (34, 9000, 5000, 98.0, 117.6, 0, 0);
-- HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, RECORD_DELETED
INSERT INTO AUDIT_JOURNAL VALUES
 (5000, 5000, 5000, '1100', 'Line', '', 120.0, 0, 0), (5000, 5000, 5000, '4000', 'Line', 'S', -100.0, 0, 0), (5000, 5000, 5000, '2200', 'Line', '', -20.0, 0, 0),
 (5001, 5001, 5001, '1100', 'Line', '', 12.0, 0, 0), (5001, 5001, 5001, '4000', 'Line', '', -10.0, 0, 0), (5001, 5001, 5001, '2200', 'Line', '', -2.0, 0, 0),
 (5002, 5002, 5002, '1100', 'Line', '', -6.0, 0, 0), (5002, 5002, 5002, '4000', 'Line', '', 5.0, 0, 0), (5002, 5002, 5002, '2200', 'Line', '', 1.0, 0, 0),
 (5003, 5003, 5003, '1100', 'Line', '', 108.0, 0, 0), (5003, 5003, 5003, '4000', 'Line', '', -90.0, 0, 0), (5003, 5003, 5003, '2200', 'Line', '', -18.0, 0, 0),
 (5004, 5004, 5004, '1100', 'Line', '', 1.0, 1, 0), (5004, 5004, 5004, '4000', 'Line', '', -1.0, 1, 0),
 (5005, 5005, 5005, '1100', 'Line', '', 3.0, 0, 0), (5005, 5005, 5005, '4009', 'Line', '', -3.0, 0, 0), (5005, 5005, 5005, '2200', 'Line', '', 0.0, 0, 0),
 (9000, 9000, 9000, '1100', 'Receipt', '', -110.0, 0, 0), (9000, 9000, 9000, '1220', 'Receipt', '', 110.0, 0, 0),
 (9001, 9001, 9001, '1200', 'Bank Transfer', '', -50.0, 0, 0), (9001, 9002, 9002, '1210', 'Bank Transfer', '', 50.0, 0, 0);
-- INVOICE_NUMBER, INVOICE_TYPE_CODE, ACCOUNT_REF, POSTED_CODE, INVOICE_GROSS, RECORD_DELETED, INVOICE_DATE, PAYMENT_DUE_DATE, CARR_NOM_CODE, CARR_TAX_CODE, CARR_DEPT_NUMBER, CARR_NET, CARR_TAX, FOREIGN_CARR_NET, FOREIGN_CARR_TAX, NET_VALUE_DISCOUNT_NET, NET_VALUE_DISCOUNT_DESC
INSERT INTO INVOICE VALUES (7, 2, 'A1D001', 1, 108.0, 0, '2022-02-03', '2022-02-27', '', '', 0, 0.0, 0.0, 0.0, 0.0, 10.0, 'Loyalty'),
 (8, 5, 'A1D001', 0, 99.0, 0, '2022-02-03', NULL, '', '', 0, 0.0, 0.0, 0.0, 0.0, 0.0, '');
-- INVOICE_NUMBER, ITEM_NUMBER, ITEMID, SERVICE_FLAG, DESCRIPTION, QUANTITY, UNIT_PRICE, FOREIGN_UNIT_PRICE, DISCOUNT_RATE, FULL_NET, NET, TAX, FOREIGN_FULL_NET, FOREIGN_NET, FOREIGN_TAX, NOMINAL_CODE, TAX_CODE, DEPT_NUMBER, PROJECT_ID, RECORD_DELETED, TEXT
INSERT INTO INVOICE_ITEM VALUES (7, 1, 700, 1, '', 2.5, 44.4444, 44.4444, 10.0, 111.11, 100.0, 20.0, 111.11, 100.0, 20.0, '4000', 'T1', 0, 1, 0, 'Two and a half hours'),
 (8, 1, 701, 0, 'Quoted', 1.0, 99.0, 99.0, 0.0, 99.0, 99.0, 0.0, 99.0, 99.0, 0.0, '4000', 'T0', 0, 0, 0, NULL);
