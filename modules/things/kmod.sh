# How a host tells whether its kernel has a module, and how that is loaded or taken out. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh

# v_kernel_module INDEX NAME: prints "INDEX<TAB>" and loaded, unloaded, builtin or missing. To the kernel, - and _ are one.
v_kernel_module() {
  v_name=$(printf %s "$2" | tr - _)
  v_built=/lib/modules/$(uname -r)/modules.builtin
  if grep -qs "^$v_name " /proc/modules; then
    printf '%s\tloaded\n' "$1"
  elif [ -r "$v_built" ] && sed 's|.*/||; s|\.ko.*||; s|-|_|g' "$v_built" | grep -qxF "$v_name"; then
    printf '%s\tbuiltin\n' "$1"
  # (of all that it can do without loading anything, BusyBox has this)
  elif modprobe -D "$2" >/dev/null 2>&1; then
    printf '%s\tunloaded\n' "$1"
  else
    printf '%s\tmissing\n' "$1"
  fi
}

# v_kernel_module_set NAME loaded|unloaded: what is in use stays, and modprobe says by whom.
v_kernel_module_set() {
  v_name=$(printf %s "$1" | tr - _)
  if [ "$2" = loaded ]; then
    modprobe "$1"
  else
    ! grep -qs "^$v_name " /proc/modules || modprobe -r "$1"
  fi
}
