/** The shells for which a completion script can be printed. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** The words that a script completes. */
export interface Vocabulary {
  /** The subcommands of `libforge`, such as `inspect`. */
  readonly verbs: readonly string[]
  readonly types: readonly string[]
  /** The name of each option, without dashes, and whether the option has a value. */
  readonly options: ReadonlyArray<readonly [name: string, hasValue: boolean]>
}

/** Returns the completion script of a shell. The script completes verbs, options, types, files and the names of shells. */
export function completionOf(shell: Shell, { verbs, types, options }: Vocabulary): string {
  const flags = options.map(([name]) => `--${name}`).join(' ')
  const withValue = options.filter(([, hasValue]) => hasValue).map(([name]) => `--${name}`)
  switch (shell) {
    case 'bash':
      return `# Completion of libforge for bash. Load it with: source <(libforge completion bash)
_libforge() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case $previous in
    ${withValue.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    completion) COMPREPLY=($(compgen -W '${shells.join(' ')}' -- "$current")); return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W '${flags}' -- "$current"))
  elif ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '${verbs.join(' ')}' -- "$current"))
  elif [[ \${COMP_WORDS[1]} == diff ]]; then COMPREPLY=($(compgen -f -- "$current"))
  else COMPREPLY=($(compgen -W '${types.join(' ')}' -- "$current") $(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _libforge libforge
`
    case 'zsh':
      return `#compdef libforge
# Completion of libforge for zsh. Load it with: source <(libforge completion zsh)
_libforge() {
  if [[ $words[CURRENT] == -* ]]; then compadd -- ${flags}
  elif ((CURRENT == 2)); then compadd -- ${verbs.join(' ')}
  elif [[ $words[CURRENT-1] == completion ]]; then compadd -- ${shells.join(' ')}
  elif [[ $words[2] == diff ]]; then _files
  else compadd -- ${types.join(' ')}; _files
  fi
}
compdef _libforge libforge
`
    case 'fish':
      return `# Completion of libforge for fish. Load it with: libforge completion fish | source
complete -c libforge -n __fish_use_subcommand -f -a '${verbs.join(' ')}'
complete -c libforge -n '__fish_seen_subcommand_from inspect encode decode' -a '${types.join(' ')}'
complete -c libforge -n '__fish_seen_subcommand_from completion' -f -a '${shells.join(' ')}'
${options.map(([name, hasValue]) => `complete -c libforge -l ${name}${hasValue ? ' -r' : ''}`).join('\n')}
`
  }
}
