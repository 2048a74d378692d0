/*
 * PgBouncer asks for HAProxy's addresses again every dns_max_ttl seconds, but since c-ares 1.31 the
 * library answers from a cache of its own for as long as the DNS answer says: 600 s with Docker's DNS.
 * No setting turns that off, so this does, for the one program of this image (docs/adr/0003).
 */
#define _GNU_SOURCE
#include <ares.h>
#include <dlfcn.h>

int ares_init_options(ares_channel_t **channel, const struct ares_options *options, int optmask)
{
    int (*init)(ares_channel_t **, const struct ares_options *, int) = dlsym(RTLD_NEXT, "ares_init_options");
    struct ares_options uncached = {0};

    if (options)
        uncached = *options;
    uncached.qcache_max_ttl = 0;
    return init(channel, &uncached, optmask | ARES_OPT_QUERY_CACHE);
}
