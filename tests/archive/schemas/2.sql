-- An archive with schema 2 and a little of everything, as SQLite's shell dumps it.

-- This pragma is needed to restore virtual tables
PRAGMA writable_schema=ON;

BEGIN TRANSACTION;

-- Table  conversation
DROP TABLE IF EXISTS conversation;
CREATE TABLE conversation (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    is_listed INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    pinned_time INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    marks TEXT NOT NULL DEFAULT '[]',
    last_message TEXT,  -- as message.changed
    service TEXT NOT NULL DEFAULT '{}',  -- the service's own object
    message_count INTEGER NOT NULL DEFAULT 0,
    floor_time INTEGER,  -- the service keeps nothing before this place
    floor_rank INTEGER,
    floor_mark TEXT,
    cut INTEGER,  -- messages up to this time have been removed, and never come back
    read_at INTEGER NOT NULL DEFAULT 0,  -- when a page of it was last written
    UNIQUE (type, id)
) STRICT;
INSERT INTO conversation VALUES(1,'singleChat','bob',1,1,1718000060000,2,'[0,19]','{"service":{"id":"10","chatType":"singleChat","time":1718000600000,"from":"bob","to":"alice","ext":{},"type":"txt","msg":"message 10","onlineState":3}}','{}',5,1718000060000,-9223372036854775807,'',NULL,1718000000000);
INSERT INTO conversation VALUES(2,'groupChat','240000000000001',1,0,0,0,'[]',NULL,'{}',0,NULL,NULL,NULL,NULL,0);

-- Table  deleted
DROP TABLE IF EXISTS deleted;
CREATE TABLE deleted (  -- what the user removed with this program, to be looked at for a while
    conversation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    raw BLOB,  -- as of message
    changed TEXT,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, rank, mark)
) STRICT, WITHOUT ROWID;
INSERT INTO deleted VALUES(1,1718000120000,-9223372036854775806,'',NULL,'{"id":"2"}',1718000700000);
-- Triggers and indices on  deleted
CREATE INDEX deleted_by_age ON deleted (deleted_at);

-- Table  message
DROP TABLE IF EXISTS message;
CREATE TABLE message (
    number INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,  -- the id less 2^63; the least there is for a message without a number
    mark TEXT NOT NULL,  -- names a message without a number, '' for all others
    sender TEXT NOT NULL,
    kind TEXT NOT NULL,
    raw BLOB,  -- the serialised Meta as it came
    changed TEXT,  -- the message as JSON, where raw is not or no more the truth
    arrived INTEGER,  -- when it came by the live connection, for one that no page has brought yet
    writer INTEGER  -- which running program wrote it then
) STRICT;
INSERT INTO message VALUES(1,1,1718000060000,-9223372036854775807,'','bob','txt',X'080112121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20E08CA286803228013221080112051203626F621A071205616C696365220D080012096D6573736167652031',NULL,NULL,NULL);
INSERT INTO message VALUES(3,1,1718000180000,-9223372036854775805,'','bob','txt',X'080312121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20A0B6A986803228013221080112051203626F621A071205616C696365220D080012096D6573736167652033','{"service":{"id":"3","chatType":"singleChat","time":1718000180000,"from":"bob","to":"alice","ext":{},"type":"txt","msg":"new words","onlineState":3},"edited":{"time":1718000180000,"operator":"bob","count":1}}',NULL,NULL);
INSERT INTO message VALUES(4,1,1718000480000,-9223372036854775800,'','bob','txt',X'080812121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D2080DEBB86803228013221080112051203626F621A071205616C696365220D080012096D6573736167652038',NULL,NULL,NULL);
INSERT INTO message VALUES(5,1,1718000540000,-9223372036854775799,'','bob','txt',X'080912121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20E0B2BF86803228013221080112051203626F621A071205616C696365220D080012096D6573736167652039',NULL,NULL,NULL);
INSERT INTO message VALUES(6,1,1718000600000,-9223372036854775798,'','bob','txt',X'080A12121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20C087C386803228013222080112051203626F621A071205616C696365220E0800120A6D657373616765203130',NULL,1718000000000,7802454017);
-- Triggers and indices on  message
CREATE UNIQUE INDEX message_by_id ON message (conversation, rank, mark);
CREATE UNIQUE INDEX message_by_place ON message (conversation, time, rank, mark);

-- Table  message_words
DELETE FROM sqlite_schema WHERE name='message_words' AND type='table';
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table','message_words','message_words',0,'CREATE VIRTUAL TABLE message_words USING fts5 (
    words, content='''', contentless_delete=1, tokenize=''unicode61''
)');

-- Table  message_words_config
DROP TABLE IF EXISTS message_words_config;
CREATE TABLE 'message_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO message_words_config VALUES('version',4);

-- Table  message_words_data
DROP TABLE IF EXISTS message_words_data;
CREATE TABLE 'message_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO message_words_data VALUES(1,X'050A');
INSERT INTO message_words_data VALUES(10,X'00000000FF000001010204000201010101010102050201010202000002');
INSERT INTO message_words_data VALUES(137438953473,X'0000005F02303101020302043030303102020401013303020301013804020301013905020301076D6573736167650102020202020102020102020103E58D9502020302028F910202060202B7B20202050103E8AEA20202020202B4A70202070406090606061508070708');
INSERT INTO message_words_data VALUES(274877906945,X'000000290330313006020301076D65737361676506020201036E65770302020105776F72647303020304070C08');
INSERT INTO message_words_data VALUES(9007336693694464,X'04000000000000020000000000000000000000020000000300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');

-- Table  message_words_docsize
DROP TABLE IF EXISTS message_words_docsize;
CREATE TABLE 'message_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
INSERT INTO message_words_docsize VALUES(1,X'02',1);
INSERT INTO message_words_docsize VALUES(3,X'02',2);
INSERT INTO message_words_docsize VALUES(4,X'02',1);
INSERT INTO message_words_docsize VALUES(5,X'02',1);
INSERT INTO message_words_docsize VALUES(6,X'02',2);

-- Table  message_words_idx
DROP TABLE IF EXISTS message_words_idx;
CREATE TABLE 'message_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO message_words_idx VALUES(1,X'',2);
INSERT INTO message_words_idx VALUES(2,X'',2);

-- Table  name
DROP TABLE IF EXISTS name;
CREATE TABLE name (  -- what conversations are called
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;
INSERT INTO name VALUES('singleChat','bob','Bob 鲍勃');

-- Table  property
DROP TABLE IF EXISTS property;
CREATE TABLE property (  -- single facts: the REST base last in use, the time of the last contact
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO property VALUES('base','http://rest.example');
INSERT INTO property VALUES('heard_at','1718000000000');

-- Table  removed
DROP TABLE IF EXISTS removed;
CREATE TABLE removed (  -- messages that must not come back by a page that was asked for earlier
    conversation INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (conversation, rank, mark)
) STRICT, WITHOUT ROWID;
INSERT INTO removed VALUES(1,-9223372036854775806,'');

-- Table  span
DROP TABLE IF EXISTS span;
CREATE TABLE span (  -- from first to last, nothing is missing; cursor asks for what is before
    conversation INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    first_rank INTEGER NOT NULL,
    first_mark TEXT NOT NULL,
    last_time INTEGER NOT NULL,
    last_rank INTEGER NOT NULL,
    last_mark TEXT NOT NULL,
    cursor TEXT,
    PRIMARY KEY (conversation, first_time, first_rank, first_mark)
) STRICT, WITHOUT ROWID;
INSERT INTO span VALUES(1,1718000060000,-9223372036854775807,'',1718000180000,-9223372036854775805,'',NULL);
INSERT INTO span VALUES(1,1718000480000,-9223372036854775800,'',1718000540000,-9223372036854775799,'','8');
INSERT INTO span VALUES(1,1718000600000,-9223372036854775798,'',1718000600000,-9223372036854775798,'',NULL);

-- Database header
pragma user_version=2;
pragma application_id=1919902061;

COMMIT TRANSACTION;

-- Restoring writable schema back to default
PRAGMA writable_schema=OFF;

-- We need to force SQLite to reread the schema because otherwise it doesn't
-- know that the virtual tables we inserted directly into sqlite_schema exist.
BEGIN;
CREATE TABLE no_such_table(x,y,z);
ROLLBACK;
