-- how to reach a customer stands in a table of its own
CREATE TABLE customer_contact (customer_id int PRIMARY KEY REFERENCES customer, phone varchar(24), fax varchar(24),
  email varchar(60) NOT NULL);
INSERT INTO customer_contact SELECT customer_id, phone, fax, email FROM customer;
ALTER TABLE customer DROP COLUMN phone, DROP COLUMN fax, DROP COLUMN email;
ANALYZE;
