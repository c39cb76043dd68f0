"""The system call filter of the seal, compiled here and handed to the worker as bytes.

Everything is allowed but what is named: what students' libraries need changes with every
version, and what must not be done is known. A name that libseccomp does not know is an error, so
that no rule is left out in silence; calls newer than the library are given by number.
"""

import errno
import functools
import tempfile
from typing import Any

# For administrators, debuggers and those who want to see more of the kernel.
ADMINISTRATION = """
    mount umount2 pivot_root move_mount open_tree fsopen fsconfig fsmount fspick unshare setns
    chroot bpf perf_event_open userfaultfd keyctl add_key request_key io_uring_setup io_uring_enter
    io_uring_register kexec_load init_module finit_module delete_module reboot swapon swapoff acct
    quotactl ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp name_to_handle_at
    move_pages migrate_pages
    open_by_handle_at personality vmsplice syslog settimeofday clock_settime clock_adjtime adjtimex
    fanotify_init fanotify_mark lookup_dcookie sethostname setdomainname seccomp
"""
# Other processes, the network, memory that is shared with others, other users' rights.
OUTSIDE = """
    socket socketpair connect bind listen accept accept4 execve execveat memfd_create shmget shmat
    msgget semget mq_open kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal pidfd_open
    setpriority sched_setscheduler sched_setparam sched_setattr ioprio_set setsid setpgid fchown
    fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr mknodat linkat
    symlinkat setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset
"""
# Not there on newer processors, where the calls above do the same: libseccomp knows them all the
# same, under negative numbers, and makes no rule of them.
OLDER = "fork vfork chown lchown mknod link symlink kexec_file_load modify_ldt iopl ioperm"
# Modes and times: done without an error, and without an effect. Copying a file with
# `shutil.copy` has to work; what it sets matters to nobody.
PRETENDED = "fchmod fchmodat utimensat chmod utime utimes futimesat"
# By number, the same on all processors: process_madvise, mount_setattr, quotactl_fd, memfd_secret,
# process_mrelease, cachestat, map_shadow_stack, statmount, listmount, lsm_set_self_attr,
# setxattrat, removexattrat, open_tree_attr, file_setattr.
NEWER = (440, 442, 443, 447, 448, 451, 453, 457, 458, 460, 463, 466, 467, 469)
FCHMODAT2 = 452

# Of a process that is given by its number; 0 is the one that calls.
OF_ANOTHER = "prlimit64 sched_setaffinity"
# Who is told by a signal of what happens to a file: commands of fcntl and ioctl.
F_SETOWN, F_SETOWN_EX, FIOSETOWN, SIOCSPGRP = 8, 15, 0x8901, 0x8902
SIGABRT = 6  # which the C library sends to its own process
CLONE_THREAD, TIOCSTI, TIOCLINUX = 0x00010000, 0x5412, 0x541C
SHARED_ANONYMOUS = 0x21  # MAP_SHARED | MAP_ANONYMOUS


class Unknown(RuntimeError):
    """libseccomp is missing, or does not know a system call."""


@functools.cache
def program() -> bytes:
    """Compile the filter for this processor."""
    try:
        import pyseccomp as seccomp
    except (ImportError, RuntimeError, OSError) as problem:
        raise Unknown(
            "the package pyseccomp or the library libseccomp is missing: "
            'pip install -e ".[sealed]", and apt-get install libseccomp2'
        ) from problem
    filter_ = seccomp.SyscallFilter(seccomp.ALLOW)
    filter_.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    refused, done, missing = (
        seccomp.ERRNO(errno.EPERM),
        seccomp.ERRNO(0),
        seccomp.ERRNO(errno.ENOSYS),
    )

    def resolve(name: str) -> int:
        return int(seccomp.resolve_syscall(seccomp.system_arch(), name))

    def add(action: int, call: str | int, *arguments: Any) -> None:
        number = call if isinstance(call, int) else resolve(call)
        if number == -1:
            raise Unknown(f"libseccomp does not know the system call {call}")
        filter_.add_rule(action, number, *arguments)

    rules = ((ADMINISTRATION, refused), (OUTSIDE, refused), (OLDER, refused), (PRETENDED, done))
    for names, action in rules:
        for name in names.split():
            add(action, name)
    for number in NEWER:
        add(refused, number)
    add(done, FCHMODAT2)
    add(refused, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))  # threads only
    add(missing, "clone3")  # whose flags a filter cannot see; the C library takes clone then
    shared = seccomp.Arg(3, seccomp.MASKED_EQ, SHARED_ANONYMOUS, SHARED_ANONYMOUS)
    add(refused, "mmap", shared)
    for request in (TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP):  # the first two type into a terminal
        add(refused, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, request))
    for command in (F_SETOWN, F_SETOWN_EX):
        add(refused, "fcntl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for name in OF_ANOTHER.split():
        add(refused, name, seccomp.Arg(0, seccomp.NE, 0))
    add(refused, "tgkill", seccomp.Arg(2, seccomp.NE, SIGABRT))
    with tempfile.TemporaryFile() as file:
        filter_.export_bpf(file)
        file.seek(0)
        return file.read()
