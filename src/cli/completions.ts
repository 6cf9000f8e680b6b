import type { Command, Option } from "commander";

/** A shell that completion is known for. */
export type Shell = "bash" | "zsh" | "fish";

const SHELLS: Readonly<Record<Shell, (words: Words) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** What can be typed: for each command its options. */
interface Words {
  readonly name: string;
  readonly commands: readonly CommandWords[];
}

interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  /** What its argument may be; none if it is a path. */
  readonly choices: readonly string[];
}

interface OptionWords {
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/**
 * A script by which a shell completes commands, options and their values. It
 * runs nothing: completing costs no start of charmkit.
 *
 * @param program The program with all of its commands.
 * @param shell `"bash"`, `"zsh"` or `"fish"`.
 */
export function completionScript(program: Command, shell: Shell): string {
  return SHELLS[shell](wordsOf(program));
}

function wordsOf(program: Command): Words {
  const help = program.createHelp();
  return {
    name: program.name(),
    commands: program.commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      options: help.visibleOptions(command).map(optionWords),
      choices: command.registeredArguments.flatMap(({ argChoices }) =>
        argChoices ?? []
      ),
    })),
  };
}

function optionWords(option: Option): OptionWords {
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    summary: option.description,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  };
}

function bashScript({ name, commands }: Words): string {
  const cases = commands.map((command) => {
    const flags = command.options.flatMap(({ flags }) => flags).join(" ");
    const values = command.options.filter(({ choices }) => choices.length > 0)
      .map(({ flags, choices }) =>
        `        ${flags.join("|")}) words="${choices.join(" ")}" ;;\n`
      ).join("");
    const paths = command.options
      .filter(({ takesValue, choices }) => takesValue && choices.length === 0)
      .flatMap(({ flags }) => flags).join("|");
    const argument = command.choices.length > 0
      ? `words="${command.choices.join(" ")}"`
      : "words=";
    return `    ${command.name})
      case "$before" in
${values}${paths === "" ? "" : `        ${paths}) words= ;;\n`}\
        *) case "$word" in
          -*) words="${flags}" ;;
          *) ${argument} ;;
        esac ;;
      esac ;;
`;
  }).join("");
  const names = commands.map((command) => command.name).join(" ");
  // A reply is a whole line: names of files may have spaces and asterisks.
  return `_${name}_reply() {
  local reply
  while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen "$@")
}
_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _${name}_reply -W "${names} --help --version" -- "$word"
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases}    help) words="${names}" ;;
  esac
  if [ -n "$words" ]; then _${name}_reply -W "$words" -- "$word"
  else _${name}_reply -f -- "$word"; fi
}
complete -o filenames -F _${name} ${name}
`;
}

function zshScript({ name, commands }: Words): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const clean = (text: string) => text.replace(/[\\[\]:]/g, "\\$&");
  const list = commands.map((command) =>
    `    ${quoted(`${command.name}:${clean(command.summary)}`)}\n`
  ).join("");
  const cases = commands.map((command) => {
    const options = command.options.flatMap((option) =>
      option.flags.map((flag) => {
        const value = !option.takesValue
          ? ""
          : option.choices.length > 0
          ? `:value:(${option.choices.join(" ")})`
          : ":value:_files";
        return `      ${
          quoted(`*${flag}[${clean(option.summary)}]${value}`)
        } \\\n`;
      })
    ).join("");
    const argument = command.choices.length > 0
      ? `*:value:(${command.choices.join(" ")})`
      : "*:path:_files";
    return `    ${command.name}) _arguments \\\n${options}      ${
      quoted(argument)
    } ;;\n`;
  }).join("");
  return `#compdef ${name}
_${name}() {
  local -a commands=(
${list}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases}  esac
}
compdef _${name} ${name}
`;
}

function fishScript({ name, commands }: Words): string {
  const quoted = (text: string) =>
    `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap((command) => {
    const seen = `__fish_seen_subcommand_from ${command.name}`;
    return [
      `complete -c ${name} -n __fish_use_subcommand -f -a ${command.name} ` +
      `-d ${quoted(command.summary)}`,
      ...command.choices.length > 0
        ? [
          `complete -c ${name} -n ${quoted(seen)} -f -a ` +
          quoted(command.choices.join(" ")),
        ]
        : [],
      ...command.options.map(({ flags, summary, takesValue, choices }) => {
        const names = flags.map((flag) =>
          flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`
        ).join(" ");
        const value = !takesValue
          ? ""
          : choices.length > 0
          ? ` -x -a ${quoted(choices.join(" "))}`
          : " -r";
        return `complete -c ${name} -n ${quoted(seen)} ${names}${value} ` +
          `-d ${quoted(summary)}`;
      }),
    ];
  });
  return `${lines.join("\n")}\n`;
}
