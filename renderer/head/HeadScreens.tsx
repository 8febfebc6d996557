/** The screens of a head in one piece: whoever has come in has them all, also when the line is lost a minute later. */
import type { HeadRoute } from '../router.ts';
import { ChildrenScreen } from './ChildrenScreen.tsx';
import { FreedScreen } from './FreedScreen.tsx';
import { GroupsScreen } from './GroupsScreen.tsx';
import { IncomingScreen } from './IncomingScreen.tsx';

export default function HeadScreens(props: { route: HeadRoute }) {
  switch (props.route) {
    case 'incoming':
    case 'incomingDue':
      return <IncomingScreen key={props.route} due={props.route === 'incomingDue'} />;
    case 'groups':
      return <GroupsScreen />;
    case 'children':
      return <ChildrenScreen />;
    case 'freed':
      return <FreedScreen />;
  }
}
