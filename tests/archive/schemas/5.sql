-- An archive with schema 5 and a little of everything, as SQLite's shell dumps it.

-- This pragma is needed to restore virtual tables
PRAGMA writable_schema=ON;

BEGIN TRANSACTION;

-- Table  bookmark
DROP TABLE IF EXISTS bookmark;
CREATE TABLE bookmark (  -- messages that the reader marked with letters
    letter TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    excerpt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Table  change
DROP TABLE IF EXISTS change;
CREATE TABLE change (  -- what the histories do not show: as of tui.changes
    number INTEGER PRIMARY KEY,  -- in their order; the last one is never dropped, so that none comes twice
    seen INTEGER NOT NULL,
    kind TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    time INTEGER,  -- the place of a message; null: the whole conversation
    rank INTEGER,
    mark TEXT,
    who TEXT NOT NULL,
    count INTEGER NOT NULL
) STRICT;
-- Triggers and indices on  change
CREATE INDEX change_by_age ON change (seen);
CREATE INDEX change_by_place ON change (conversation, time, rank, mark);

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
INSERT INTO message VALUES(1759232061440000,1,1718000060000,-9223372036854775807,'','bob','txt',X'080112121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20E08CA286803228013221080112051203626F621A071205616C696365220D080012096D6573736167652031',NULL,NULL,NULL);
INSERT INTO message VALUES(1759232184320000,1,1718000180000,-9223372036854775805,'','bob','txt',X'080312121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20A0B6A986803228013221080112051203626F621A071205616C696365220D080012096D6573736167652033','{"service":{"id":"3","chatType":"singleChat","time":1718000180000,"from":"bob","to":"alice","ext":{},"type":"txt","msg":"new words","onlineState":3},"edited":{"time":1718000180000,"operator":"bob","count":1}}',NULL,NULL);
INSERT INTO message VALUES(1759232491520000,1,1718000480000,-9223372036854775800,'','bob','txt',X'080812121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D2080DEBB86803228013221080112051203626F621A071205616C696365220D080012096D6573736167652038',NULL,NULL,NULL);
INSERT INTO message VALUES(1759232552960000,1,1718000540000,-9223372036854775799,'','bob','txt',X'080912121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20E0B2BF86803228013221080112051203626F621A071205616C696365220D080012096D6573736167652039',NULL,NULL,NULL);
INSERT INTO message VALUES(1759232614400000,1,1718000600000,-9223372036854775798,'','bob','txt',X'080A12121203626F621A0B656173656D6F622E636F6D1A141205616C6963651A0B656173656D6F622E636F6D20C087C386803228013222080112051203626F621A071205616C696365220E0800120A6D657373616765203130',NULL,1718000000000,7802454017);
-- Triggers and indices on  message
CREATE UNIQUE INDEX message_by_id ON message (conversation, rank, mark);
CREATE UNIQUE INDEX message_by_place ON message (conversation, time, rank, mark);

-- Table  message_words
DELETE FROM sqlite_schema WHERE name='message_words' AND type='table';
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table','message_words','message_words',0,'CREATE VIRTUAL TABLE message_words USING fts5 (
    words, facts, content='''', contentless_delete=1, tokenize=''ascii''  -- what is a word has been decided before
)');

-- Table  message_words_config
DROP TABLE IF EXISTS message_words_config;
CREATE TABLE 'message_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO message_words_config VALUES('version',4);

-- Table  message_words_data
DROP TABLE IF EXISTS message_words_data;
CREATE TABLE 'message_words_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO message_words_data VALUES(1,X'050A0F');
INSERT INTO message_words_data VALUES(10,X'00000000FF000001010505000501010101010000010201010202000001030101030300000104010104040000010501010505000001');
INSERT INTO message_words_data VALUES(137438953473,X'0000005B023031839080B290E68000020301026331839080B290E680000601010201046B747874839080B290E680000601010301076D657373616765839080B290E680000202010773363236663632839080B290E6800006010104040D101213');
INSERT INTO message_words_data VALUES(274877906945,X'0000005B03306331839080B2CBB280000601010201046B747874839080B2CBB280000601010301036E6577839080B2CBB280000202010773363236663632839080B2CBB28000060101040105776F726473839080B2CBB2800002030410120F15');
INSERT INTO message_words_data VALUES(412316860417,X'0000005B023038839080B3DDF08000020301026331839080B3DDF080000601010201046B747874839080B3DDF080000601010301076D657373616765839080B3DDF080000202010773363236663632839080B3DDF0800006010104040D101213');
INSERT INTO message_words_data VALUES(549755813889,X'0000005B023039839080B3FB968000020301026331839080B3FB9680000601010201046B747874839080B3FB9680000601010301076D657373616765839080B3FB9680000202010773363236663632839080B3FB96800006010104040D101213');
INSERT INTO message_words_data VALUES(687194767361,X'0000005C03303130839080B498BC8000020301026331839080B498BC80000601010201046B747874839080B498BC80000601010301076D657373616765839080B498BC80000202010773363236663632839080B498BC800006010104040E101213');

-- Table  message_words_docsize
DROP TABLE IF EXISTS message_words_docsize;
CREATE TABLE 'message_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
INSERT INTO message_words_docsize VALUES(1759232061440000,X'0203',1);
INSERT INTO message_words_docsize VALUES(1759232184320000,X'0203',2);
INSERT INTO message_words_docsize VALUES(1759232491520000,X'0203',3);
INSERT INTO message_words_docsize VALUES(1759232552960000,X'0203',4);
INSERT INTO message_words_docsize VALUES(1759232614400000,X'0203',5);

-- Table  message_words_idx
DROP TABLE IF EXISTS message_words_idx;
CREATE TABLE 'message_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO message_words_idx VALUES(1,X'',2);
INSERT INTO message_words_idx VALUES(2,X'',2);
INSERT INTO message_words_idx VALUES(3,X'',2);
INSERT INTO message_words_idx VALUES(4,X'',2);
INSERT INTO message_words_idx VALUES(5,X'',2);

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

-- Table  visit
DROP TABLE IF EXISTS visit;
CREATE TABLE visit (  -- how conversations were left on this device
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    seen_time INTEGER NOT NULL,  -- the newest message that had been on the screen
    seen_rank INTEGER NOT NULL,
    seen_mark TEXT NOT NULL,
    time INTEGER,  -- the message under the cursor, null: the newest end
    rank INTEGER,
    mark TEXT,
    line INTEGER,  -- of the screen
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- Database header
pragma user_version=5;
pragma application_id=1919902061;

COMMIT TRANSACTION;

-- Restoring writable schema back to default
PRAGMA writable_schema=OFF;

-- We need to force SQLite to reread the schema because otherwise it doesn't
-- know that the virtual tables we inserted directly into sqlite_schema exist.
BEGIN;
CREATE TABLE no_such_table(x,y,z);
ROLLBACK;
