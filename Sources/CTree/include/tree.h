#ifndef PARALLAX_TREE_H
#define PARALLAX_TREE_H

#include <stddef.h>

/// The bytes of the archive that `scripts/embed-tree` makes; a null pointer if the tool was built without it.
const unsigned char *parallax_tree(void);

/// The number of these bytes.
size_t parallax_tree_length(void);

#endif
