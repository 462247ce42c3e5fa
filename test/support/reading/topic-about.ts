import type { Source, Topic } from '../../../lib/sources/source.ts';

/** Returns a topic of a source's table. @throws {Error} the table has no such topic, or it is about something else. */
export function topicAbout<About extends Topic['about']>(
  about: About,
  source: Source,
  name: string,
): Extract<Topic, { about: About }> {
  const topic = source.topics[name];
  if (topic !== undefined && isAbout(topic, about)) return topic;
  throw new Error(`${name} of ${source.id} is not about ${about}`);
}

function isAbout<About extends Topic['about']>(
  topic: Topic,
  about: About,
): topic is Extract<Topic, { about: About }> {
  return topic.about === about;
}
