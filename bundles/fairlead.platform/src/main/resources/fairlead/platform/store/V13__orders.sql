-- Orders of customers and to suppliers.
INSERT INTO integration_type VALUES ('hbql', 'salesOrders', 22), ('hbql', 'purchaseOrders', 23);
