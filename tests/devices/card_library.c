/* A vendor's card library for tests: the SDT calls, and on demand a hang, a crash, noise or another answer.
 *
 * The folder named by CARD_FOLDER holds what it plays: card.bin (256 bytes, a card lies there), gone (the reader
 * is unplugged), fault ("read crash", "find 64": used once, then written into hits).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int opened = 0, found = 0, chosen = 0;

static FILE *file(const char *name, const char *mode) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("CARD_FOLDER"), name);
    return fopen(path, mode);
}

static void away(const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("CARD_FOLDER"), name);
    unlink(path);
}

/* 0, or the state to answer with instead. */
static int fault(const char *call) {
    char of[32] = "", how[32] = "";
    FILE *script = file("fault", "r"), *hits;
    if (!script) return 0;
    if (fscanf(script, "%31s %31s", of, how) != 2) of[0] = 0;
    fclose(script);
    if (strcmp(of, call)) return 0;
    away("fault");
    hits = file("hits", "a");
    fprintf(hits, "%s %s\n", of, how);
    fclose(hits);
    if (!strcmp(how, "crash")) *(volatile int *)8 = 1;
    if (!strcmp(how, "hang")) for (;;) pause();
    if (!strcmp(how, "exit")) _exit(3);
    return atoi(how);
}

static int gone(void) {
    FILE *sign = file("gone", "r");
    if (sign) fclose(sign);
    return sign != NULL;
}

int SDT_OpenPort(int port) {
    int state = fault("open");
    printf("SDT: port %d\n{\"id\": 1, \"state\": 7}\n", port); /* vendors do print */
    fflush(stdout);
    if (state) return state;
    if (gone() || port != 1001) return 0x01;
    opened = 1;
    return 0x90;
}

int SDT_ClosePort(int port) {
    (void)port;
    opened = 0;
    return 0x90;
}

int SDT_GetSAMStatus(int port, int if_open) {
    (void)port, (void)if_open;
    if (gone() || !opened) return 0x02;
    int state = fault("status");
    return state ? state : 0x90;
}

int SDT_GetSAMID(int port, unsigned char *number, int if_open) {
    static const unsigned char mine[16] = {5, 0, 3, 0, 0x0a, 0x31, 0x35, 1, 0x40, 0xe2, 1, 0, 0x39, 0x30, 0, 0};
    (void)port, (void)if_open;
    memcpy(number, mine, sizeof mine);
    return 0x90;
}

int SDT_StartFindIDCard(int port, unsigned char *info, int if_open) {
    FILE *card;
    int state = fault("find");
    (void)port, (void)if_open;
    if (state) return state;
    if (gone() || !opened) return 0x02;
    memset(info, 0, 4);
    card = file("card.bin", "r");
    if (!card) return 0x80;
    fclose(card);
    found = 1;
    return 0x9f;
}

int SDT_SelectIDCard(int port, unsigned char *info, int if_open) {
    int state = fault("select");
    (void)port, (void)if_open;
    if (state) return state;
    memset(info, 0, 8);
    if (!found) return 0x81;
    found = 0;
    chosen = 1;
    return 0x90;
}

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *length, unsigned char *photo,
                    unsigned int *photo_length, int if_open) {
    FILE *card;
    size_t got;
    int state = fault("read");
    (void)port, (void)if_open;
    if (state) return state;
    card = file("card.bin", "r");
    if (!card || !chosen) return 0x41;
    chosen = 0;
    got = fread(text, 1, 256, card);
    fclose(card);
    memset(photo, 0xf0, 1024);
    *length = (unsigned int)got;
    *photo_length = 1024;
    return got == 256 ? 0x90 : 0x41;
}
