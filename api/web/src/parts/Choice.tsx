/** One of several, chosen from a list. */

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
  readonly class?: string;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, value, options, onChoose } = props;
  return (
    <label class={props.class}>
      {label}{" "}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
