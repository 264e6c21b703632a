#include <sqlite3.h>

/// Keeps a connection from damaging a file or its schema, whatever SQL it is given. Swift
/// cannot call the function itself, which takes a varying number of arguments.
static inline int parallax_make_defensive(sqlite3 *connection) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (void *)0);
}
