----------------------------------- MODULE Callback -----------------------------------
(* One attempt of a job whose employee works outside: the waiting state of the workflow, *)
(* the callback, and requests with results. One action is one external call; a process   *)
(* can crash between any two. Heartbeats only move the time limit, which may end at any   *)
(* moment here.                                                                          *)
EXTENDS Naturals

CONSTANTS
  MaxFaults,  \* in one run
  Without,    \* removed protections
  Assuming    \* assumptions about the environment

Protections == {"open before call", "store before end", "the end decides", "write once", "close before failing", "look at the end", "sweeper"}
Assumptions == {"the close is not given up"}
ASSUME Without \subseteq Protections /\ Assuming \subseteq Assumptions
Has(protection) == protection \notin Without

\* Two requests with different results: repeats, or two senders.
Requests == 1..2

VARIABLES
  state,      \* of the workflow
  employee,   \* whether it has its task
  callback,   \* its status in the idempotency table
  object,     \* the stored result; 0 for none
  request,    \* the state of receive-callback for each, or its response
  shown,      \* the result on the pull request; 0 for none
  cancelled,  \* a person ended the job
  faults
vars == <<state, employee, callback, object, request, shown, cancelled, faults>>

Init ==
  /\ state     = "start"
  /\ employee  = "idle"
  /\ callback  = "none"
  /\ object    = 0
  /\ request   = [r \in Requests |-> "unsent"]
  /\ shown     = 0
  /\ cancelled = FALSE
  /\ faults    = 0

Fault == faults < MaxFaults /\ faults' = faults + 1

Over == {"published", "failed"}
\* The state has a task token that can be sent back.
Waiting == {"opened", "called", "waiting"}

----------------------------- (* call-employee, the workflow *) -----------------------------

\* A retry that finds a result ends the state at once.
Open ==
  /\ state = IF Has("open before call") THEN "start" ELSE "called"
  /\ callback' = IF callback = "none" THEN "OPEN" ELSE callback
  /\ state' = CASE callback = "RESULT" -> "publish"
                [] callback = "CLOSED" -> "failing"
                [] OTHER -> IF Has("open before call") THEN "opened" ELSE "waiting"
  /\ UNCHANGED <<employee, object, request, shown, cancelled, faults>>

Call ==
  /\ state = IF Has("open before call") THEN "opened" ELSE "start"
  /\ employee' = "called"
  /\ state' = IF Has("open before call") THEN "waiting" ELSE "called"
  /\ UNCHANGED <<callback, object, request, shown, cancelled, faults>>

\* The function crashes; the workflow retries it or gives up. The employee may work nevertheless.
CallerFails ==
  /\ state \in Waiting /\ Fault
  /\ state' \in {"start", "closing"}
  /\ UNCHANGED <<employee, callback, object, request, shown, cancelled>>

\* Silence, or the time limit.
TimesOut ==
  /\ state \in Waiting
  /\ state' = "closing"
  /\ UNCHANGED <<employee, callback, object, request, shown, cancelled, faults>>

Close ==
  /\ state = "closing"
  /\ callback' = IF callback = "OPEN" /\ Has("close before failing") THEN "CLOSED" ELSE callback
  /\ state' = IF callback = "RESULT" /\ Has("look at the end") THEN "publish" ELSE "failing"
  /\ UNCHANGED <<employee, object, request, shown, cancelled, faults>>

\* All retries of the step fail.
CloseGivenUp ==
  /\ state = "closing" /\ "the close is not given up" \notin Assuming /\ Fault
  /\ state' = "failing"
  /\ UNCHANGED <<employee, callback, object, request, shown, cancelled>>

Fail ==
  /\ state = "failing"
  /\ state' = "failed"
  /\ UNCHANGED <<employee, callback, object, request, shown, cancelled, faults>>

Publish ==
  /\ state = "publish"
  /\ shown' = object
  /\ state' = IF object = 0 THEN "failing" ELSE "published"
  /\ UNCHANGED <<employee, callback, object, request, cancelled, faults>>

Cancel ==
  /\ state \notin Over
  /\ cancelled' = TRUE
  /\ callback' = IF callback = "OPEN" THEN "CLOSED" ELSE callback
  /\ state' = "failed"
  /\ UNCHANGED <<employee, object, request, shown, faults>>

---------------------------------- (* receive-callback *) ----------------------------------

First == IF Has("store before end") THEN "store" ELSE "end"

\* The gate reads the callback and the job, which can be outdated afterwards.
Admit(r) ==
  /\ request[r] = "unsent" /\ employee = "called"
  /\ request' = [request EXCEPT ![r] =
       CASE callback = "none" -> "404"
         [] callback = "CLOSED" -> "200 late"
         [] callback = "OPEN" /\ state \in Over -> "200 late"
         [] OTHER -> First]
  /\ UNCHANGED <<state, employee, callback, object, shown, cancelled, faults>>

Store(r) ==
  /\ request[r] = "store"
  /\ object' = IF object = 0 \/ ~Has("write once") THEN r ELSE object
  /\ request' = [request EXCEPT ![r] = IF Has("store before end") THEN "end" ELSE "signal"]
  /\ UNCHANGED <<state, employee, callback, shown, cancelled, faults>>

\* The conditional update: only an open callback changes.
End(r) ==
  /\ request[r] = "end"
  /\ callback' = IF callback = "OPEN" THEN "RESULT" ELSE callback
  /\ request' = [request EXCEPT ![r] =
       IF callback = "CLOSED" /\ Has("the end decides") THEN "200 late"
       ELSE IF Has("store before end") THEN "signal" ELSE "store"]
  /\ UNCHANGED <<state, employee, object, shown, cancelled, faults>>

\* Sends the task token back, which does nothing after the state has ended.
Signal(r) ==
  /\ request[r] = "signal"
  /\ state' = IF state \in Waiting THEN "publish" ELSE state
  /\ request' = [request EXCEPT ![r] = "answer"]
  /\ UNCHANGED <<employee, callback, object, shown, cancelled, faults>>

Answer(r) ==
  /\ request[r] = "answer"
  /\ request' = [request EXCEPT ![r] = "200 accepted"]
  /\ UNCHANGED <<state, employee, callback, object, shown, cancelled, faults>>

\* The employee gets a 5xx or no response, and need not send it again.
RequestFails(r) ==
  /\ request[r] \in {"store", "end", "signal", "answer"} /\ Fault
  /\ request' = [request EXCEPT ![r] = "failed"]
  /\ UNCHANGED <<state, employee, callback, object, shown, cancelled>>

---------------------------------- (* sweep-deliveries *) ----------------------------------

Sweep ==
  /\ Has("sweeper") /\ callback = "RESULT" /\ state \in Waiting
  /\ state' = "publish"
  /\ UNCHANGED <<employee, callback, object, request, shown, cancelled, faults>>

------------------------------------------------------------------------------------------

\* Started work continues, and time passes. Requests, a cancellation and failures need not happen.
Progress ==
  \/ Open \/ Call \/ TimesOut \/ Close \/ Fail \/ Publish \/ Sweep
  \/ \E r \in Requests : Store(r) \/ End(r) \/ Signal(r) \/ Answer(r)

Next ==
  \/ Progress
  \/ \E r \in Requests : Admit(r) \/ RequestFails(r)
  \/ CallerFails \/ CloseGivenUp \/ Cancel

Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

---------------------------------- (* what must hold *) ----------------------------------

\* An employee that has its task finds its callback.
CalledIsKnown == employee = "called" => callback # "none"

\* The publisher finds what the callback says is stored.
ResultIsStored == callback = "RESULT" => object # 0

\* What was accepted is the result of the attempt.
AcceptedCounts == \A r \in Requests : request[r] = "200 accepted" => callback = "RESULT"

\* A stored result is never lost, unless a person ended the job.
StoredIsShown == state \in Over /\ ~cancelled /\ callback = "RESULT" => object # 0 /\ shown = object

\* The first result of an attempt counts; it is never replaced.
FirstCounts == [][object # 0 => object' = object]_vars

\* The wait ends, with the result or with a failure.
NothingHangs == ENABLED Progress \/ state \in Over
WaitEnds == state = "start" ~> state \in Over
==========================================================================================
