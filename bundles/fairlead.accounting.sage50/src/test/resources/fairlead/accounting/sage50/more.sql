-- Beside the published company: other slices of the ledger, an invoice without a document, one in euros, one with a discount
-- on the whole document, a receipt that pays two of them, a credit used to settle, a transfer, and rows that are deleted.
UPDATE COMPANY SET ADDRESS_2 = 'Quay Side', ADDRESS_4 = 'Tyne and Wear', START_MONTH = 4;
INSERT INTO NOMINAL_LEDGER VALUES ('1220', 'Euro Account', 0.0, 0, NULL, 0);
INSERT INTO BANK (ACCOUNT_REF, NAME, CURRENCY, FOREIGN_BALANCE, RECORD_DELETED) VALUES ('1220', '', 2, 12.5, 0);
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
INSERT INTO AUDIT_JOURNAL (HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, RECORD_DELETED) VALUES
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
-- Settlements that no published payload shows: a receipt that is not used up, a discount, a credit that is partly paid back, a
-- refund of which some is open, a bill with a credit, a discount and a payment on account, and a refund from a supplier.
INSERT INTO AUDIT_HEADER VALUES
 (6000, 6000, 'SI', '2022-03-01', 'A1D001', '', 'B1', 0, 'Batch', NULL, 100.0, 0.0, 100.0, 100.0, 0.0, 100.0, 1, 1.0, 0, '2022-03-01', NULL, 0, 0),
 (6001, 6001, 'SR', '2022-03-02', 'A1D001', '1200', '', 0, 'Sales Receipt', NULL, -50.0, 0.0, -50.0, -50.0, 0.0, -50.0, 1, 1.0, 0, '2022-03-02', NULL, 0, 0),
 (6002, 6002, 'SD', '2022-03-03', 'A1D001', '', '', 0, 'Discount', NULL, -5.0, 0.0, -5.0, -5.0, 0.0, -5.0, 1, 1.0, 0, '2022-03-03', NULL, 0, 0),
 (6003, 6003, 'SC', '2022-03-04', 'A1D001', '', 'C1', 0, 'Returned', NULL, -25.0, -5.0, -30.0, -25.0, -5.0, -30.0, 1, 1.0, 0, '2022-03-04', NULL, 0, 0),
 (6004, 6004, 'SP', '2022-03-06', 'A1D001', '1200', '', 0, 'Refund', NULL, 15.0, 0.0, 15.0, 15.0, 0.0, 15.0, 1, 1.0, 0, '2022-03-06', NULL, 0, 0),
 (6005, 6005, 'SA', '2022-03-05', 'A1D001', '1200', '', 0, 'Payment on Account', NULL, -8.0, 0.0, -8.0, -8.0, 0.0, -8.0, 1, 1.0, 0, '2022-03-05', NULL, 0, 0),
 (6010, 6010, 'PI', '2022-03-01', 'CON001', '', 'R1', 0, 'Paper', '2022-03-31', 200.0, 0.0, 200.0, 200.0, 0.0, 200.0, 1, 1.0, 0, '2022-03-01', NULL, 0, 0),
 (6011, 6011, 'PC', '2022-03-02', 'CON001', '', 'R2', 0, 'Paper back', NULL, -50.0, -10.0, -60.0, -50.0, -10.0, -60.0, 1, 1.0, 0, '2022-03-02', NULL, 0, 0),
 (6012, 6012, 'PD', '2022-03-03', 'CON001', '', '', 0, 'Discount', NULL, -1.0, 0.0, -1.0, -1.0, 0.0, -1.0, 1, 1.0, 0, '2022-03-03', NULL, 0, 0),
 (6013, 6013, 'PA', '2022-03-04', 'CON001', '1200', '', 0, 'Payment on Account', NULL, -20.0, 0.0, -20.0, -20.0, 0.0, -20.0, 1, 1.0, 0, '2022-03-04', NULL, 0, 0),
 (6014, 6014, 'PR', '2022-03-05', 'CON001', '1200', '', 0, 'Refund', NULL, 4.0, 0.0, 4.0, 4.0, 0.0, 4.0, 1, 1.0, 0, '2022-03-05', NULL, 0, 0);
INSERT INTO AUDIT_SPLIT VALUES
 (6000, 6000, '2022-03-01', '4000', 'Batch', 0, 0, 0, 'T0', 100.0, 0.0, 100.0, 0.0, NULL, 0, 0),
 (6001, 6001, '2022-03-02', '1200', 'Sales Receipt', 0, 0, 0, 'T9', -50.0, 0.0, -50.0, 0.0, NULL, 0, 0),
 (6002, 6002, '2022-03-03', '4009', 'Discount', 0, 0, 0, 'T9', -5.0, 0.0, -5.0, 0.0, NULL, 0, 0),
 (6003, 6003, '2022-03-04', '4000', 'Returned', 1, 0, 0, 'T1', -25.0, -5.0, -25.0, -5.0, NULL, 0, 0),
 (6004, 6004, '2022-03-06', '1200', 'Refund', 0, 0, 0, 'T9', 15.0, 0.0, 15.0, 0.0, NULL, 0, 0),
 (6005, 6005, '2022-03-05', '1200', 'Payment on Account', 0, 0, 0, 'T9', -8.0, 0.0, -8.0, 0.0, NULL, 0, 0),
 (6010, 6010, '2022-03-01', '5000', 'Paper', 0, 0, 0, 'T0', 200.0, 0.0, 200.0, 0.0, NULL, 0, 0),
 (6011, 6011, '2022-03-02', '5000', 'Paper back', 0, 1, 1, 'T1', -50.0, -10.0, -50.0, -10.0, NULL, 0, 0),
 (6012, 6012, '2022-03-03', '5000', 'Discount', 0, 0, 0, 'T9', -1.0, 0.0, -1.0, 0.0, NULL, 0, 0),
 (6013, 6013, '2022-03-04', '1200', 'Payment on Account', 0, 0, 0, 'T9', -20.0, 0.0, -20.0, 0.0, NULL, 0, 0),
 (6014, 6014, '2022-03-05', '1200', 'Refund', 0, 0, 0, 'T9', 4.0, 0.0, 4.0, 0.0, NULL, 0, 0);
INSERT INTO AUDIT_USAGE VALUES
 (40, 6000, 6001, 40.0, 40.0, 0, 0), (41, 6000, 6002, 5.0, 5.0, 0, 0), (42, 6000, 6003, 20.0, 20.0, 0, 0),
 (43, 6004, 6003, 10.0, 10.0, 0, 0), (44, 6004, 6005, 3.0, 3.0, 0, 0),
 (45, 6010, 6011, 60.0, 60.0, 0, 0), (46, 6010, 6012, 1.0, 1.0, 0, 0), (47, 6014, 6013, 4.0, 4.0, 0, 0);
INSERT INTO AUDIT_JOURNAL (HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, RECORD_DELETED) VALUES
 (6000, 6000, 6000, '1100', 'Batch', '', 100.0, 0, 0), (6000, 6000, 6000, '4000', 'Batch', '', -100.0, 0, 0),
 (6001, 6001, 6001, '1100', 'Sales Receipt', '', -50.0, 0, 0), (6001, 6001, 6001, '1200', 'Sales Receipt', '', 50.0, 0, 0),
 (6002, 6002, 6002, '1100', 'Discount', '', -5.0, 0, 0), (6002, 6002, 6002, '4009', 'Discount', '', 5.0, 0, 0),
 (6003, 6003, 6003, '1100', 'Returned', '', -30.0, 0, 0), (6003, 6003, 6003, '4000', 'Returned', '', 25.0, 0, 0), (6003, 6003, 6003, '2200', 'Returned', '', 5.0, 0, 0),
 (6004, 6004, 6004, '1100', 'Refund', '', 15.0, 0, 0), (6004, 6004, 6004, '1200', 'Refund', '', -15.0, 0, 0),
 (6005, 6005, 6005, '1100', 'Payment on Account', '', -8.0, 0, 0), (6005, 6005, 6005, '1200', 'Payment on Account', '', 8.0, 0, 0),
 (6010, 6010, 6010, '2100', 'Paper', '', -200.0, 0, 0), (6010, 6010, 6010, '5000', 'Paper', '', 200.0, 0, 0),
 (6011, 6011, 6011, '2100', 'Paper back', '', 60.0, 0, 0), (6011, 6011, 6011, '5000', 'Paper back', '', -50.0, 0, 0), (6011, 6011, 6011, '2201', 'Paper back', '', -10.0, 0, 0),
 (6012, 6012, 6012, '2100', 'Discount', '', 1.0, 0, 0), (6012, 6012, 6012, '5000', 'Discount', '', -1.0, 0, 0),
 (6013, 6013, 6013, '2100', 'Payment on Account', '', 20.0, 0, 0), (6013, 6013, 6013, '1200', 'Payment on Account', '', -20.0, 0, 0),
 (6014, 6014, 6014, '2100', 'Refund', '', -4.0, 0, 0), (6014, 6014, 6014, '1200', 'Refund', '', 4.0, 0, 0);
-- Money straight to and from an account, one of it another bank account, and stock.
INSERT INTO AUDIT_HEADER VALUES
 (6020, 6020, 'BR', '2022-03-07', '1200', '1200', 'INT', 0, 'Interest', NULL, 10.0, 2.0, 12.0, 10.0, 2.0, 12.0, 1, 1.0, 0, '2022-03-07', NULL, 0, 0),
 (6021, 6021, 'BP', '2022-03-08', '1200', '1200', '', 0, 'To the deposit', NULL, 30.0, 0.0, 30.0, 30.0, 0.0, 30.0, 1, 1.0, 0, '2022-03-08', NULL, 0, 0);
INSERT INTO AUDIT_SPLIT VALUES
 (6020, 6020, '2022-03-07', '4905', 'Interest', 1, 0, 0, 'T1', 10.0, 2.0, 10.0, 2.0, NULL, 0, 0),
 (6021, 6021, '2022-03-08', '1210', 'To the deposit', 0, 0, 0, 'T9', 30.0, 0.0, 30.0, 0.0, NULL, 0, 0);
INSERT INTO AUDIT_JOURNAL (HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, RECORD_DELETED) VALUES
 (6020, 6020, 6020, '1200', 'Interest', '', 12.0, 0, 0), (6020, 6020, 6020, '4905', 'Interest', '', -10.0, 0, 0), (6020, 6020, 6020, '2200', 'Interest', '', -2.0, 0, 0),
 (6021, 6021, 6021, '1200', 'To the deposit', '', -30.0, 0, 0), (6021, 6021, 6021, '1210', 'To the deposit', '', 30.0, 0, 0);
-- A month with a figure in each part of a profit and loss account, two accounts in its income: takings of 1,000.00, of which 411.50 are left in the bank.
INSERT INTO CAT_TITLE VALUES (1, 3, 'Direct Expenses'), (1, 4, 'Overheads'), (1, 10, 'Taxation');
INSERT INTO CATEGORY VALUES (1, 3, 0, 'Sales Promotion', '6200', '6299', 8, 0), (1, 4, 0, 'Gross Wages', '7000', '7009', 9, 0), (1, 10, 0, 'Taxation', '9001', '9001', 10, 0);
INSERT INTO NOMINAL_LEDGER VALUES ('6200', 'Advertising', 0.0, 0, NULL, 0), ('7000', 'Wages', 0.0, 0, NULL, 0), ('9001', 'Corporation Tax', 0.0, 0, NULL, 0);
INSERT INTO AUDIT_HEADER VALUES
 (6030, 6030, 'JC', '2022-04-30', '4000', '', 'APRIL', 0, 'April', NULL, 1000.0, 0.0, 1000.0, 1000.0, 0.0, 1000.0, 1, 1.0, 0, '2022-04-30', NULL, 0, 0);
INSERT INTO AUDIT_SPLIT VALUES
 (6030, 6030, '2022-04-30', '4000', 'Takings', 0, 0, 0, 'T9', 1000.0, 0.0, 1000.0, 0.0, NULL, 0, 0),
 (6031, 6030, '2022-04-30', '4009', 'Discounts', 0, 0, 0, 'T9', 12.5, 0.0, 12.5, 0.0, NULL, 0, 0),
 (6032, 6030, '2022-04-30', '5200', 'Goods', 0, 0, 0, 'T9', 300.1, 0.0, 300.1, 0.0, NULL, 0, 0),
 (6033, 6030, '2022-04-30', '6200', 'Leaflets', 0, 0, 0, 'T9', 150.25, 0.0, 150.25, 0.0, NULL, 0, 0),
 (6034, 6030, '2022-04-30', '7000', 'Wages', 0, 0, 0, 'T9', 80.5, 0.0, 80.5, 0.0, NULL, 0, 0),
 (6035, 6030, '2022-04-30', '9001', 'Tax', 0, 0, 0, 'T9', 45.15, 0.0, 45.15, 0.0, NULL, 0, 0),
 (6036, 6030, '2022-04-30', '1200', 'Banked', 0, 0, 0, 'T9', 411.5, 0.0, 411.5, 0.0, NULL, 0, 0);
INSERT INTO AUDIT_JOURNAL (HEADER_NUMBER, TRAN_NUMBER, SPLIT_NUMBER, NOMINAL_CODE, DETAILS, STMT_TEXT, AMOUNT, DELETED_FLAG, RECORD_DELETED) VALUES
 (6030, 6030, 6030, '4000', 'Takings', '', -1000.0, 0, 0), (6030, 6031, 6031, '4009', 'Discounts', '', 12.5, 0, 0), (6030, 6032, 6032, '5200', 'Goods', '', 300.1, 0, 0),
 (6030, 6033, 6033, '6200', 'Leaflets', '', 150.25, 0, 0), (6030, 6034, 6034, '7000', 'Wages', '', 80.5, 0, 0), (6030, 6035, 6035, '9001', 'Tax', '', 45.15, 0, 0),
 (6030, 6036, 6036, '1200', 'Banked', '', 411.5, 0, 0);
INSERT INTO STOCK VALUES ('PEN-1', 'Ball point pen', 1.255, 0.8, '4000', '5000', 'T1', 0, 0, '2022-11-25 09:43:54', 0), ('HOUR', 'An hour', 50.0, 0.0, '4000', '', 'T0', 1, 1, NULL, 0),
 ('GONE', 'Gone', 1.0, 1.0, '4000', '5000', 'T1', 0, 0, NULL, 1);
UPDATE AUDIT_JOURNAL SET FOREIGN_AMOUNT = AMOUNT, DATE = (SELECT S.DATE FROM AUDIT_SPLIT S WHERE S.SPLIT_NUMBER = AUDIT_JOURNAL.SPLIT_NUMBER),
 INV_REF = (SELECT H.INV_REF FROM AUDIT_HEADER H WHERE H.HEADER_NUMBER = AUDIT_JOURNAL.HEADER_NUMBER), BANK_FLAG = '-', RECORD_MODIFY_DATE = '2022-11-25 09:43:54'
 WHERE DATE IS NULL;
UPDATE AUDIT_JOURNAL SET FOREIGN_AMOUNT = 132.0, BANK_FLAG = 'R' WHERE TRAN_NUMBER = 9000 AND NOMINAL_CODE = '1220';
-- Orders. The first of each kind are the rows of the public schema pages; then one in euros with a service, carriage, a discount on the
-- whole and a blank date, a cancelled one, a quotation, a deleted one, and one of another slice that is held and has a message in it.
-- ORDER_NUMBER, ORDER_TYPE_CODE, ORDER_DATE, DESPATCH_DATE, ALLOCATED_STATUS_CODE, DESPATCH_STATUS_CODE, ACCOUNT_REF, INVOICE_NUMBER, CUST_ORDER_NUMBER, NOTES_1 to 3, DEL_NAME, DEL_ADDRESS_1 to 5, CARR_NOM_CODE, CARR_TAX_CODE,
-- CARR_DEPT_NUMBER, CARR_NET, CARR_TAX, FOREIGN_CARR_NET, FOREIGN_CARR_TAX, NET_VALUE_DISCOUNT_NET, NET_VALUE_DISCOUNT_DESC, FOREIGN_INVOICE_NET, _TAX, _GROSS, INVOICE_NET, _TAX, _GROSS, CURRENCY, FOREIGN_RATE, RECORD_CREATE_DATE, RECORD_MODIFY_DATE, RECORD_DELETED
INSERT INTO SALES_ORDER VALUES
 (1, 0, '2016-01-02', NULL, 0, 2, 'KIN001', '      9', '', 'Please notify our head office', '', '', 'Kinghorn & French', '98 Cathedral Gardens', 'Benfield Rd', 'Newcastle upon Tyne', 'Tyne & Wear', 'NE19 1GH', '', 'T1', 1, 0.0, 0.0, 0.0, 0.0, 0.0, '', 3060.0, 522.11, 3582.11, 3060.0, 522.11, 3582.11, 1, 1.0, '2010-04-27 17:16:57', '2017-08-04 14:18:52', 0),
 (2, 0, NULL, '2022-03-20', 1, 1, 'BRI001', '7', 'PO 55', 'Ring', '', 'Leave at the gate', 'Bright', '', '', '', '', '', '4905', 'T1', 1, 5.0, 1.0, 6.0, 1.2, 6.0, 'Loyalty', 120.0, 24.0, 144.0, 100.0, 20.0, 120.0, 2, 1.2, '2022-03-01 09:00:00', NULL, 0),
 (3, 0, '2022-03-02', NULL, 3, 0, 'A1D001', '', '', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 0.0, '', 10.0, 0.0, 10.0, 10.0, 0.0, 10.0, 1, 1.0, NULL, NULL, 0),
 (4, 9, '2022-03-02', NULL, 0, 0, 'A1D001', '', '', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 0.0, '', 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1, 1.0, NULL, NULL, 0),
 (5, 0, '2022-03-02', NULL, 0, 0, 'A1D001', '', '', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 0.0, '', 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1, 1.0, NULL, NULL, 1),
 (5000, 0, '2022-03-03', NULL, 9, 0, 'A1D001', '      0', '', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 0.0, '', 12.55, 0.0, 12.55, 12.55, 0.0, 12.55, 1, 1.0, NULL, '2022-11-25 09:43:54', 0);
-- ORDER_NUMBER, ITEM_NUMBER, ITEMID, SERVICE_FLAG, DESCRIPTION, STOCK_CODE, QTY_ORDER, UNIT_PRICE, FOREIGN_UNIT_PRICE, DISCOUNT_RATE, FULL_NET, NET, TAX, FOREIGN_FULL_NET, FOREIGN_NET, FOREIGN_TAX, NOMINAL_CODE, TAX_CODE, DEPT_NUMBER, PROJECT_ID, RECORD_DELETED, TEXT
INSERT INTO SOP_ITEM VALUES
 (1, 1, 2, 0, 'PC Combo Pack 4', 'PC004', 5.0, 765.0, 765.0, 20.0, 3825.0, 3060.0, 522.11, 3825.0, 3060.0, 522.11, '4000', 'T1', 1, 0, 0, NULL),
 (2, 2, 4, 0, 'Ball point pen', 'PEN-1', 10.0, 1.0, 1.2, 0.0, 10.0, 10.0, 2.0, 12.0, 12.0, 2.4, '4000', 'T1', 1, 0, 0, NULL),
 (2, 1, 3, 1, '', 'S1', 2.5, 40.0, 48.0, 10.0, 100.0, 90.0, 18.0, 120.0, 108.0, 21.6, '4000', 'T1', 0, 1, 0, 'Fitting, by the hour'),
 (3, 1, 5, 0, 'A box', 'BOX', 1.0, 10.0, 10.0, 0.0, 10.0, 10.0, 0.0, 10.0, 10.0, 0.0, '4000', 'T0', 0, 0, 0, NULL),
 (3, 2, 6, 0, 'Another box', 'BOX', 1.0, 10.0, 10.0, 0.0, 10.0, 10.0, 0.0, 10.0, 10.0, 0.0, '4000', 'T0', 0, 0, 1, NULL),
 (4, 1, 7, 0, 'Quoted', 'BOX', 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, '4000', 'T0', 0, 0, 0, NULL),
 (5, 1, 8, 0, 'Deleted', 'BOX', 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, '4000', 'T0', 0, 0, 0, NULL),
 (5000, 2, 10, 0, 'Call before delivery', 'M', 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, '', '', 0, 0, 0, NULL),
 (5000, 1, 9, 0, 'Ball point pen', 'PEN-1', 10.0, 1.255, 1.255, 0.0, 12.55, 12.55, 0.0, 12.55, 12.55, 0.0, '4000', 'T0', 0, 0, 0, NULL);
-- ORDER_NUMBER, QUOTE_STATUS_ID, ORDER_DATE, DELIVERY_DATE, ORDER_STATUS_CODE, DELIVERY_STATUS_CODE, ACCOUNT_REF, NOTES_1 to 3, DEL_NAME, DEL_ADDRESS_1 to 5, CARR_*, FOREIGN_INVOICE_*, INVOICE_*, CURRENCY, FOREIGN_RATE, RECORD_CREATE_DATE, RECORD_MODIFY_DATE, RECORD_DELETED
INSERT INTO PURCHASE_ORDER VALUES
 (1, 0, '2016-01-05', NULL, 0, 2, 'WIS002', '', '', '', 'Wiseman Paper Products', 'Sage House', 'Benton Park Road', 'Newcastle Upon Tyne', '', 'NE7 7LZ', '', 'T1', 2, 0.0, 0.0, 0.0, 0.0, 216.0, 36.86, 252.86, 216.0, 36.86, 252.86, 1, 1.0, '2010-04-27 17:16:57', '2017-08-04 14:18:52', 0),
 (2, 0, '2022-03-04', '2022-03-31', 0, 0, 'CON001', 'For the extension', '', '', '', '', '', '', '', '', '5000', 'T1', 0, 2.5, 0.5, 2.5, 0.5, 22.5, 4.5, 27.0, 22.5, 4.5, 27.0, 1, 1.0, NULL, NULL, 0),
 (3, 1, '2022-03-05', NULL, 0, 0, 'CON001', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1, 1.0, NULL, NULL, 0),
 (4, 0, '2022-03-05', NULL, 3, 1, 'CON001', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 3.0, 0.0, 3.0, 3.0, 0.0, 3.0, 1, 1.0, NULL, NULL, 0),
 (4100, 0, '2022-03-06', NULL, 2, 1, 'CON001', '', '', '', '', '', '', '', '', '', '', 'T0', 0, 0.0, 0.0, 0.0, 0.0, 36.0, 0.0, 36.0, 30.0, 0.0, 30.0, 2, 1.2, NULL, '2022-11-25 09:43:54', 0);
-- ORDER_NUMBER, ITEM_NUMBER, ITEMID, SERVICE_FLAG, DESCRIPTION, STOCK_CODE, UNIT_OF_SALE, QTY_ORDER, UNIT_PRICE, FOREIGN_UNIT_PRICE, DISCOUNT_RATE, FULL_NET, NET, TAX, FOREIGN_FULL_NET, FOREIGN_NET, FOREIGN_TAX, NOMINAL_CODE, TAX_CODE, DEPT_NUMBER, PROJECT_REF, COST_CODE_REF, RECORD_DELETED, TEXT
INSERT INTO POP_ITEM VALUES
 (1, 1, 2, 0, 'Envelope - White (110 x 220) Plain', 'ENV001', '1000 Box', 40.0, 6.0, 6.0, 10.0, 240.0, 216.0, 36.86, 240.0, 216.0, 36.86, '', 'T1', 1, '', '', 0, NULL),
 (2, 1, 3, 1, '', 'S2', '', 1.0, 20.0, 20.0, 0.0, 20.0, 20.0, 4.0, 20.0, 20.0, 4.0, '5000', 'T1', 0, 'PROJ1', 'LAB', 0, 'Bricks laid'),
 (3, 1, 4, 0, 'Quoted', 'BOX', 'Each', 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, '5000', 'T0', 0, '', '', 0, NULL),
 (4, 1, 5, 0, 'A box', 'BOX', 'Each', 3.0, 1.0, 1.0, 0.0, 3.0, 3.0, 0.0, 3.0, 3.0, 0.0, '5000', 'T0', 0, '', '', 0, NULL),
 (4100, 1, 6, 0, 'A box', 'BOX', 'Each', 3.0, 10.0, 12.0, 0.0, 30.0, 30.0, 0.0, 36.0, 36.0, 0.0, '5000', 'T0', 0, '', '', 0, NULL);
