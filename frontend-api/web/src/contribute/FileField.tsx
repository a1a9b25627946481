import { Button, FileButton, Group, Image, Input, Paper, Progress, Stack, Text } from "@mantine/core";
import { type DragEvent, useEffect, useState } from "react";

const MOST_PREVIEW_BYTES = 5_000_000;

interface FileFieldProps {
  file: File | null;
  choose: (file: File | null) => void;
  /** The share of it that is sent, 0..1; null while it is not being sent. */
  sent: number | null;
  problem?: string;
  required: boolean;
}

/** A file, chosen or dropped. */
export function FileField({ file, choose, sent, problem, required }: FileFieldProps) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) choose(dropped);
  };
  return (
    <Input.Wrapper
      label="File"
      required={required}
      error={problem}
      labelElement="div"
      description="Drop it here, or choose it. At most 25 MB, unless this service says otherwise."
    >
      <Paper
        withBorder
        p="md"
        mt="xs"
        style={{ borderStyle: "dashed", ...(over && { borderColor: "var(--mantine-primary-color-filled)" }) }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Stack gap="sm">
          {file && <Chosen file={file} />}
          {sent !== null && <Progress value={sent * 100} aria-label={`${Math.round(sent * 100)}% of the file is sent`} />}
          <Group>
            <FileButton onChange={choose}>
              {(props) => (
                <Button {...props} variant="default">
                  {file ? "Choose another file" : "Choose a file"}
                </Button>
              )}
            </FileButton>
            {file && (
              <Button variant="subtle" onClick={() => choose(null)}>
                Take it out
              </Button>
            )}
          </Group>
        </Stack>
      </Paper>
    </Input.Wrapper>
  );
}

function Chosen({ file }: { file: File }) {
  const picture = usePicture(file);
  return (
    <>
      <Text style={{ overflowWrap: "anywhere" }}>
        {file.name}{" "}
        <Text span size="sm" c="dimmed">
          {file.size.toLocaleString("en")} bytes
        </Text>
      </Text>
      {picture && <Image src={picture} alt="What you chose" mah={240} w="auto" maw="100%" fit="contain" radius="md" />}
    </>
  );
}

/** A picture as the page may show it: in its own address. */
function usePicture(file: File): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    setAddress(null);
    if (!/^image\/(png|jpeg|gif|webp|avif)$/.test(file.type) || file.size > MOST_PREVIEW_BYTES) return;
    const reader = new FileReader();
    reader.onload = () => setAddress(String(reader.result));
    reader.readAsDataURL(file);
    return () => reader.abort();
  }, [file]);
  return address;
}
