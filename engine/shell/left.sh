# What runs of a project set up on this host and its text does not ask for any more. It is told with a plan's one round
# trip, and costs next to nothing while there is none. POSIX sh for dash, bash and BusyBox ash.
# shellcheck shell=sh disable=SC2034,SC2154

# A run's claims say, a line each, what it did to a resource: created it, adopted it (it was there before), made more of what
# was there ("grown"), or removed it ("-kept" where it may not be destroyed). Claims of runs that were taken back do not count.

# v_claims PROJECT CALL: calls it for each claim that counts, with v_address, v_sequence, v_kind and v_run_id set. The runs are
# those that v_runs has listed.
v_claims() {
  while read -r v_sequence v_run_id v_run_outcome v_run_started v_run_undoes v_run_undone v_run_who v_run_project; do
    if [ "$v_run_project" != "$1" ] || [ ! -e "$v_home/runs/$v_run_id/claims" ]; then continue; fi
    case $v_run_outcome:$v_run_undoes:$v_run_undone in
      done:-:- | stopped:-:- | partly:-:- | stuck:-:-) ;;
      *) continue ;;
    esac
    while read -r v_kind v_address; do
      [ -z "$v_address" ] || "$2"
    done <"$v_home/runs/$v_run_id/claims"
  done <<V_LISTED
$v_listed
V_LISTED
}

v_print_address() { printf '%s\n' "$v_address"; }

v_note_unasked() {
  case $v_newline$v_asked$v_newline in
    *"$v_newline$v_address$v_newline"*) ;;
    *) v_gone=$v_gone$v_address$v_newline ;;
  esac
}

v_print_claim() { printf '%s\t%s\t%s\t%s\n' "$v_address" "$v_sequence" "$v_kind" "$v_run_id"; }

# Of claims that are sorted by address and time: those that are left, as "SEQUENCE RUN KIND ADDRESS". The first run that
# had to do with a resource, or the first after it was removed, says whether it was created; later ones that made more of it
# are told as well, and those that changed it ("touched"); the last says whether it is kept.
v_fold_claims() {
  v_held=
  while IFS=$v_tab read -r v_address v_sequence v_kind v_run_id; do
    if [ "$v_address" != "$v_last" ]; then v_tell_claim; fi
    v_last=$v_address
    v_kept=${v_kind#"${v_kind%-kept}"}
    v_kind=${v_kind%-kept}
    case $v_kind:$v_held in
      removed:*) v_held= ;;
      *:) v_held="$v_sequence $v_run_id $v_kind$v_newline" ;;
      created:* | grown:*) v_held="$v_held$v_sequence $v_run_id grown$v_newline" ;;
      adopted:*) v_held="$v_held$v_sequence $v_run_id touched$v_newline" ;;
    esac
  done
  v_tell_claim
}

v_tell_claim() {
  printf %s "$v_held" | while IFS= read -r v_line; do printf '%s%s %s\n' "$v_line" "$v_kept" "$v_last"; done
  v_held=
}

# v_find_gone PROJECT: sets v_gone to the claimed addresses that are not in v_asked. A little is looked through by the shell
# itself; for much of it, a process is quicker.
v_find_gone() {
  v_gone=
  if [ ${#v_asked} -lt 4096 ] && [ ${#v_listed} -lt 1024 ]; then
    v_claims "$1" v_note_unasked
  else
    v_gone=$(v_claims "$1" v_print_address | {
      grep -vxF -f /proc/self/fd/3 3<<V_ASKED
$v_asked
V_ASKED
    })
  fi
}

# v_tell_left PROJECT ADDRESSES: what is left, with the records that say what was before, and what is now. The addresses
# are those of the text, a line each.
v_tell_left() {
  v_asked=$2
  [ -d "$v_home/runs" ] || return 0
  v_find_gone "$1"
  [ -n "$v_gone" ] || return 0
  v_gone=$v_newline$v_gone$v_newline
  v_last=
  v_left_claims=$(
    v_claims "$1" v_print_claim | while IFS= read -r v_line; do
      case $v_gone in *"$v_newline${v_line%%"$v_tab"*}$v_newline"*) printf '%s\n' "$v_line" ;; esac
    done | LC_ALL=C sort -t "$v_tab" -k1,1 -k2,2n | v_fold_claims
  )
  [ -n "$v_left_claims" ] || return 0
  printf '%s\n' "$v_left_claims" | sed "s/^/$M left /"
  printf '%s\n' "$v_left_claims" | while read -r v_sequence v_run_id v_kind v_address; do
    case $v_kind in created* | grown* | touched*) printf '%s\n' "$v_run_id" ;; esac
  done | sort -u | while read -r v_run_id; do
    v_say left-record "$v_run_id" "$(cat "$v_home/runs/$v_run_id/record")"
    sh "$v_home/runs/$v_run_id/program" ask "$v_home/runs/$v_run_id" </dev/null | sed "s/^/$M left-answer $v_run_id /"
    sh "$v_home/runs/$v_run_id/program" inside "$v_home/runs/$v_run_id" </dev/null | sed "s/^/$M left-inside $v_run_id /"
  done
}
