CREATE SCHEMA music;
SET search_path = music;
CREATE TABLE performer (performer_id int PRIMARY KEY, name text);
CREATE TABLE release (release_id int PRIMARY KEY, title text NOT NULL, performer_id int NOT NULL REFERENCES performer);
CREATE TABLE genre (genre_id int PRIMARY KEY, name text);
CREATE TABLE format (format_id int PRIMARY KEY, name text);
CREATE TABLE recording (recording_id int PRIMARY KEY, name text NOT NULL, release_id int REFERENCES release,
  genre_id int REFERENCES genre, composer text, length interval NOT NULL);
CREATE TABLE media_file (recording_id int PRIMARY KEY REFERENCES recording, format_id int NOT NULL REFERENCES format,
  bytes bigint, unit_price numeric(10,2) NOT NULL);
CREATE TABLE job_title (job_title_id smallint PRIMARY KEY, name text NOT NULL);
INSERT INTO job_title VALUES (1, 'General Manager'), (2, 'Sales Manager'), (3, 'Sales Support Agent'), (4, 'IT Manager'),
  (5, 'IT Staff');
CREATE TABLE staff (staff_id int PRIMARY KEY, full_name text NOT NULL, job_title_id smallint REFERENCES job_title,
  manager_id int REFERENCES staff, birth_date date, hired timestamptz, address text, city text, state text, country text,
  postal_code text, phone text, fax text, email text);
CREATE TABLE client (client_id int PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL, company text,
  staff_id int REFERENCES staff, email text NOT NULL, phone text, fax text);
CREATE TABLE postal_address (client_id int PRIMARY KEY REFERENCES client, address text, city text, state text, country text,
  postal_code text);
CREATE TABLE sale (sale_id int PRIMARY KEY, client_id int NOT NULL REFERENCES client, sold_at timestamptz NOT NULL,
  billing jsonb NOT NULL, total numeric(10,2) NOT NULL);
CREATE TABLE sale_line (line_id int PRIMARY KEY, sale_id int NOT NULL REFERENCES sale,
  recording_id int NOT NULL REFERENCES recording, unit_price numeric(10,2) NOT NULL, quantity int NOT NULL);
CREATE TABLE playlist (playlist_id int PRIMARY KEY, name text);
CREATE TABLE playlist_entry (playlist_id int REFERENCES playlist, recording_id int REFERENCES recording,
  PRIMARY KEY (playlist_id, recording_id));
RESET search_path;
