/** Takes whoever sent a form to its first field that is wrong, once that is shown: its message is read with it. */
export function focusProblem(form: HTMLElement): void {
  setTimeout(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
