-- What a company is used for, in the vendor's own words.
CREATE TABLE company_product (
    company_id VARCHAR(36) NOT NULL REFERENCES company,
    product VARCHAR(100) NOT NULL,
    PRIMARY KEY (company_id, product)
);
