import { Group, Text } from "@mantine/core";
import type { Entry, PlatformInfo } from "../api/types";
import { personaName } from "../lib/format";
import { handleSlug, lookOf, piecesOf } from "../lib/platforms";
import { Avatar } from "../ui/Bits";
import classes from "./post.module.css";

type Shown = Pick<Entry, "persona_id" | "name" | "text" | "length">;

/** The entry as its platform would show it; the text is a stranger's and stays text. */
export function PostPreview({ entry, platform }: { entry: Shown; platform: PlatformInfo }) {
  const name = personaName(entry);
  const look = lookOf(platform);
  const { length } = entry;
  return (
    <figure className={`${classes.post} ${classes[platform.slug ?? ""] ?? ""}`}>
      <Group gap="sm" wrap="nowrap">
        <Avatar id={entry.persona_id} name={name} size={40} />
        <div>
          <Text fw={650} lh={1.3}>
            {name}
          </Text>
          <Text size="sm" c="dimmed" lh={1.3}>
            {look.handle(handleSlug(name)) || "AI persona of Troupe"}
          </Text>
        </div>
        <span className={classes.platform}>{look.name}</span>
      </Group>
      <p className={classes.text}>
        {piecesOf(entry.text ?? "").map((piece, index) =>
          piece.mark ? (
            <span key={index} className={classes.mark}>
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </p>
      <figcaption className={classes.foot}>
        <span aria-hidden="true" className={classes.actions}>
          {look.actions.map((action) => (
            <span key={action}>{action}</span>
          ))}
        </span>
        {length && (
          <span className={length.fits ? "" : classes.over}>
            {length.count.toLocaleString("en")}
            {length.limit !== null && ` of ${length.limit.toLocaleString("en")}`} {length.unit}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
