#include "tree.h"

#ifdef __has_embed
#if __has_embed("../../.build/tree.tar")
#define HAS_TREE
#endif
#endif

#ifdef HAS_TREE
static const unsigned char tree[] = {
#embed "../../.build/tree.tar"
};

const unsigned char *parallax_tree(void) { return tree; }
size_t parallax_tree_length(void) { return sizeof tree; }
#else
const unsigned char *parallax_tree(void) { return NULL; }
size_t parallax_tree_length(void) { return 0; }
#endif
