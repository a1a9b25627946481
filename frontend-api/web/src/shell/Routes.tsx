import { type ComponentType, lazy, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { PageSkeleton } from "../ui/Page";
import { Missing } from "./Missing";
import { PageBoundary } from "./PageBoundary";

const FeedPage = lazy(() => import("../feed/FeedPage"));
const ProposePage = lazy(() => import("../propose/ProposePage"));
const CastPage = lazy(() => import("../personas/CastPage"));
const ContributePage = lazy(() => import("../contribute/ContributePage"));
const MinePage = lazy(() => import("../mine/MinePage"));
const ChatsPage = lazy(() => import("../chat/ChatsPage"));
const GovernancePage = lazy(() => import("../governance/GovernancePage"));
const NewProposalPage = lazy(() => import("../governance/NewProposalPage"));
const AssistantPage = lazy(() => import("../assistant/AssistantPage"));
const DashboardsPage = lazy(() => import("../dashboards/DashboardsPage"));
const AccountPage = lazy(() => import("../account/AccountPage"));
const RoundPage = numbered(lazy(() => import("../rounds/RoundPage")));
const PersonaPage = numbered(lazy(() => import("../personas/PersonaPage")));
const ChatPage = numbered(lazy(() => import("../chat/ChatPage")));
const ProposalPage = numbered(lazy(() => import("../governance/ProposalPage")));

/** The page of the current path. Each is loaded when it is first opened. */
export function Routes() {
  const [path] = useLocation();
  return (
    <PageBoundary key={path}>
      <Suspense fallback={<PageSkeleton what="the page" />}>
        <Switch>
          <Route path="/" component={FeedPage} />
          <Route path="/round/:id" component={RoundPage} />
          <Route path="/propose" component={ProposePage} />
          <Route path="/cast" component={CastPage} />
          <Route path="/persona/:id" component={PersonaPage} />
          <Route path="/persona/:id/chat" component={ChatPage} />
          <Route path="/chat" component={ChatsPage} />
          <Route path="/contribute" component={ContributePage} />
          <Route path="/mine" component={MinePage} />
          <Route path="/governance" component={GovernancePage} />
          <Route path="/governance/new" component={NewProposalPage} />
          <Route path="/governance/:id" component={ProposalPage} />
          <Route path="/assistant" component={AssistantPage} />
          <Route path="/dashboards" component={DashboardsPage} />
          <Route path="/you" component={AccountPage} />
          <Route component={Missing} />
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

/** A page whose path holds the number of the thing that it shows. */
function numbered(Found: ComponentType<{ id: number }>) {
  return function Numbered({ params: { id } }: { params: { id: string } }) {
    return /^[1-9]\d{0,14}$/.test(id) ? <Found id={Number(id)} /> : <Missing />;
  };
}
