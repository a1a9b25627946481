import type { Step } from "../chain/steps";
import { TxHash } from "./Bits";
import { Notice } from "./Notice";

const STATE = { active: "under way", done: "done", failed: "failed" };

/** How far an action has come, and why it failed if it did. */
export function StepList({ steps, error }: { steps: Step[]; error: string | null }) {
  if (!steps.length && !error) return null;
  return (
    <div className="steps" aria-live="polite">
      <ol>
        {steps.map((step) => (
          <li key={step.label} className={`step step-${step.state}`}>
            <span>{step.label}</span> <small>{STATE[step.state]}</small> {step.hash && <TxHash value={step.hash} />}
          </li>
        ))}
      </ol>
      {error && <Notice tone="error">{error}</Notice>}
    </div>
  );
}
