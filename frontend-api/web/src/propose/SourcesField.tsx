import { emptySource, MAX_SOURCE_TEXT, MAX_SOURCES, type SourceDraft } from "./draft";
import { Problem } from "./fields";

interface SourcesFieldProps {
  sources: SourceDraft[];
  change: (sources: SourceDraft[]) => void;
  problem?: string | undefined;
}

/** Texts that come with the brief, from which entries may quote. */
export function SourcesField({ sources, change, problem }: SourcesFieldProps) {
  const amend = (index: number, part: Partial<SourceDraft>) =>
    change(sources.map((source, i) => (i === index ? { ...source, ...part } : source)));
  return (
    <fieldset className="field" aria-describedby="sources-problem">
      <legend>Sources</legend>
      <p className="hint">Texts that entries may state facts from. The more you give, the more there is to say.</p>
      {sources.map((source, index) => (
        // The list has no order of its own and its items no name: the place is the key.
        <div key={index} className="source-edit">
          <label>
            Title
            <input maxLength={200} value={source.title} onChange={(e) => amend(index, { title: e.target.value })} />
          </label>
          <label>
            Link (optional)
            <input type="url" maxLength={500} value={source.url} onChange={(e) => amend(index, { url: e.target.value })} />
          </label>
          <label>
            Text
            <textarea rows={4} maxLength={MAX_SOURCE_TEXT} value={source.text} onChange={(e) => amend(index, { text: e.target.value })} />
          </label>
          <button type="button" className="button button-quiet" onClick={() => change(sources.filter((_, i) => i !== index))}>
            Remove source {index + 1}
          </button>
        </div>
      ))}
      {sources.length < MAX_SOURCES && (
        <button type="button" className="button" onClick={() => change([...sources, emptySource()])}>
          Add a source
        </button>
      )}
      {problem && <Problem id="sources-problem">{problem}</Problem>}
    </fieldset>
  );
}
