-- An operator's database as schema 2 was, with a row in each table; made by SQLite's .dump.
PRAGMA application_id = 1414680625;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE answered (
	question VARCHAR NOT NULL, 
	block_hash VARCHAR NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (question, block_hash)
);
INSERT INTO "answered" VALUES('0xq','0xa1',X'');
CREATE TABLE block (
	chain_id BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	hash VARCHAR NOT NULL, 
	parent_hash VARCHAR NOT NULL, 
	timestamp BIGINT NOT NULL, 
	PRIMARY KEY (chain_id, number)
);
INSERT INTO "block" VALUES(31337,1,'0xa1','0xa0',1001);
CREATE TABLE cursor (
	chain_id BIGINT NOT NULL, 
	number BIGINT NOT NULL, 
	hash VARCHAR NOT NULL, 
	timestamp BIGINT NOT NULL, 
	PRIMARY KEY (chain_id)
);
INSERT INTO "cursor" VALUES(31337,1,'0xa1',1001);
CREATE TABLE deployment (
	chain_id BIGINT NOT NULL, 
	rounds VARCHAR NOT NULL, 
	PRIMARY KEY (chain_id)
);
INSERT INTO "deployment" VALUES(31337,'0xA');
CREATE TABLE event (
	id INTEGER NOT NULL, 
	chain_id BIGINT NOT NULL, 
	block_number BIGINT NOT NULL, 
	block_hash VARCHAR NOT NULL, 
	block_timestamp BIGINT NOT NULL, 
	tx_hash VARCHAR NOT NULL, 
	log_index INTEGER NOT NULL, 
	address VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	subject BIGINT, 
	args JSON NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (chain_id, block_hash, log_index)
);
INSERT INTO "event" VALUES(1,31337,1,'0xa1',1001,'0xt',0,'0xA','Happened',7,'{"n": 115792089237316195423570985008687907853269984665640564039457584007913129639935, "t": "\u0000\ud800"}');
CREATE TABLE generated (
	round_id BIGINT NOT NULL, 
	block_hash VARCHAR NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (round_id, block_hash)
);
INSERT INTO "generated" VALUES(7,'0xa1',X'006D616E6966657374FF');
CREATE TABLE "transaction" (
	id INTEGER NOT NULL, 
	cause VARCHAR NOT NULL, 
	attempt INTEGER NOT NULL, 
	chain_id BIGINT NOT NULL, 
	sender VARCHAR NOT NULL, 
	nonce BIGINT NOT NULL, 
	hash VARCHAR NOT NULL, 
	raw BLOB NOT NULL, 
	signed_at BIGINT NOT NULL, 
	state VARCHAR(9) NOT NULL, 
	block_number BIGINT, 
	fee BIGINT, 
	error VARCHAR, 
	PRIMARY KEY (id), 
	UNIQUE (cause, attempt), 
	UNIQUE (hash)
);
INSERT INTO "transaction" VALUES(1,'commit',1,31337,'0xS',0,'0xh',X'02726177',1,'MINED',1,5,NULL);
CREATE INDEX ix_event_block_number ON event (block_number);
CREATE INDEX ix_event_subject ON event (subject);
CREATE INDEX ix_event_name ON event (name);
CREATE INDEX ix_transaction_state ON "transaction" (state);
CREATE INDEX ix_transaction_cause ON "transaction" (cause);
COMMIT;
