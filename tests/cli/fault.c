/* Preloaded into the program under test: makes the n-th call of one function fail, once or from then on.
   FAULT=malloc:100  read:3:EINTR  write:1:ENOSPC  fork:1:EAGAIN:always  pipe2, mmap, pthread_create, rename, fsync;
   read:1:short and write:1:short give and take one byte at a time. FAULT_COUNT=FILE: writes how often it was called. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static char function[32];
static char how[32];
static long nth;
static int always;
static atomic_long calls;
static pid_t owner;

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);

__attribute__((constructor)) static void begin(void) {
  const char* fault = getenv("FAULT");
  char rest[32] = "";
  if (fault != NULL) sscanf(fault, "%31[^:]:%ld:%31[^:]:%31s", function, &nth, how, rest);
  always = rest[0] != 0;
  owner = getpid();
}

__attribute__((destructor)) static void end(void) {
  const char* path = getenv("FAULT_COUNT");
  if (path == NULL || getpid() != owner) return;
  char text[32];
  const int size = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || syscall(SYS_write, fd, text, (long)size) < 0) return;
  close(fd);
}

/* Is this the call that fails? */
static int fails(const char* name) {
  if (function[0] == 0 || strcmp(name, function) != 0) return 0;
  const long call = atomic_fetch_add(&calls, 1) + 1;
  if (nth <= 0 || !(call == nth || (always && call > nth))) return 0;
  errno = strcmp(how, "EINTR") == 0 ? EINTR : strcmp(how, "ENOSPC") == 0 ? ENOSPC : strcmp(how, "EIO") == 0 ? EIO
        : strcmp(how, "EAGAIN") == 0 ? EAGAIN : strcmp(how, "EMFILE") == 0 ? EMFILE : ENOMEM;
  return 1;
}

static int is_short(const char* name) { return strcmp(name, function) == 0 && strcmp(how, "short") == 0; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void* malloc(size_t size) { return fails("malloc") ? NULL : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return fails("malloc") ? NULL : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return fails("malloc") ? NULL : __libc_realloc(old, size); }

ssize_t read(int fd, void* into, size_t size) {
  if (is_short("read")) size = size > 1 ? 1 : size;
  else if (fails("read")) return -1;
  return REAL(read)(fd, into, size);
}
ssize_t write(int fd, const void* from, size_t size) {
  if (is_short("write")) size = size > 1 ? 1 : size;
  else if (fails("write")) return -1;
  return REAL(write)(fd, from, size);
}
pid_t fork(void) { return fails("fork") ? -1 : REAL(fork)(); }
int pipe2(int ends[2], int flags) { return fails("pipe2") ? -1 : REAL(pipe2)(ends, flags); }
void* mmap(void* at, size_t size, int protection, int flags, int fd, off_t offset) {
  return fails("mmap") ? MAP_FAILED : REAL(mmap)(at, size, protection, flags, fd, offset);
}
int rename(const char* from, const char* to) { return fails("rename") ? -1 : REAL(rename)(from, to); }
int fsync(int fd) { return fails("fsync") ? -1 : REAL(fsync)(fd); }
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  return fails("pthread_create") ? EAGAIN : REAL(pthread_create)(thread, attributes, start, argument);
}
